import type { Answer, ExplainPartial } from '@presage/contract';
import { restore } from '../redact/pseudonyms.ts';
import { riskOf } from '../rules/risk.ts';
import type { Said } from './answer-shape.ts';
import { commandOf, prose } from '../clean.ts';
import type { Outgoing } from './outgoing.ts';

export const MOST_CAUSES = 3;
export const MOST_STEPS = 5;
const MOST_EVIDENCE = 10;
const MOST_UNKNOWNS = 4;
const LENGTH = { happened: 1500, cause: 500, why: 200, unknown: 300, step: 400 };

/** What holds of an answer: claims that cite what was sent, in plain words, at most three causes and five steps. */
export type Grounded = Omit<Answer, 'log_class' | 'related_event_ids'>;

/** What a model may cite, and how its texts become ours: cleaned, redacted, and pseudonyms of no secret put back. */
export class Ground {
  readonly #ids: ReadonlySet<string>;
  readonly #outgoing: Outgoing;

  constructor(ids: Iterable<string>, outgoing: Outgoing) {
    this.#ids = new Set(ids);
    this.#outgoing = outgoing;
  }

  /** The whole answer. */
  of(said: Said): Grounded {
    const { evidence = [], what_happened = '', likely_causes = [], ...rest } = this.part(said);
    return {
      evidence,
      what_happened,
      likely_causes,
      unknowns: rest.unknowns ?? [],
      remediation: rest.remediation ?? [],
    };
  }

  /** As far as it has come. */
  part(said: Partial<Omit<Said, 'logClass'>>): ExplainPartial['answer'] {
    const { evidence, whatHappened, causes, unknowns, steps } = said;
    return {
      ...(evidence === undefined ? {} : { evidence: this.#evidence(evidence) }),
      ...(whatHappened === undefined ? {} : { what_happened: this.#told(whatHappened, LENGTH.happened) }),
      ...(causes === undefined ? {} : { likely_causes: this.#causes(causes) }),
      ...(unknowns === undefined
        ? {}
        : {
            unknowns: unknowns
              .map((text) => this.#told(text, LENGTH.unknown))
              .filter(isText)
              .slice(0, MOST_UNKNOWNS),
          }),
      ...(steps === undefined ? {} : { remediation: this.#steps(steps) }),
    };
  }

  #evidence(evidence: Said['evidence']): Answer['evidence'] {
    const first = new Map<string, string>();
    for (const { id, why } of evidence)
      if (this.#ids.has(id) && !first.has(id)) first.set(id, this.#told(why, LENGTH.why));
    return Array.from(first, ([id, why]) => ({ id, why })).slice(0, MOST_EVIDENCE);
  }

  /** A cause of which no cited line was sent is a guess, and goes. */
  #causes(causes: Said['causes']): Answer['likely_causes'] {
    return causes
      .map(({ text, ids, confidence }) => ({
        text: this.#told(text, LENGTH.cause),
        evidence_ids: [...new Set(ids)].filter((id) => this.#ids.has(id)),
        confidence,
      }))
      .filter(({ text, evidence_ids: ids }) => isText(text) && ids.length > 0)
      .slice(0, MOST_CAUSES);
  }

  #steps(steps: Said['steps']): Answer['remediation'] {
    return steps
      .map(({ step, risk, command }) => {
        const copied = commandOf(this.#shown(command));
        const told = this.#told(step, LENGTH.step);
        return {
          step: told,
          risk: graver(risk, riskOf(`${told} ${copied ?? ''}`)),
          ...(copied === undefined ? {} : { command: copied }),
        };
      })
      .filter(({ step }) => isText(step))
      .slice(0, MOST_STEPS);
  }

  #told(text: string, most: number): string {
    return prose(this.#shown(text), most);
  }

  /** Restored last: what a person wrote into a line is not read for secrets a second time. */
  #shown(text: string): string {
    return restore(this.#outgoing.answered(text), this.#outgoing.values);
  }
}

function isText(text: string): boolean {
  return text !== '';
}

const ORDER = ['none', 'low', 'medium', 'high'] as const;

function graver(
  a: Answer['remediation'][number]['risk'],
  b: Answer['remediation'][number]['risk'],
): Answer['remediation'][number]['risk'] {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
