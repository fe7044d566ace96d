import type { Correction, LogClass, Severity } from '@presage/contract';
import type { Judge } from './classify/classifier.ts';
import type { Judgement } from './classify/judgement.ts';
import { caseOf } from './counters.ts';
import type { Verdict } from './verdict.ts';
import type { Coolable } from './warm-set.ts';

/** A person's word on a template, where it stands in the journal. The latest wins when templates merge. */
export interface StandingCorrection {
  readonly templateId: string;
  readonly class: LogClass;
  readonly severity: Severity | undefined;
  readonly note: string | undefined;
  readonly sequence: number;
}

export function standing(correction: Correction, sequence: number): StandingCorrection {
  const { template_id: templateId, class: logClass, severity, note } = correction;
  return { templateId, class: logClass, severity, note, sequence };
}

/** What lines of a template were said to be, and how many. */
export interface Tally {
  readonly said: Judgement;
  count: number;
}

/** A judgement of a template's lines, ready to give out. */
export interface Ruling {
  readonly judgement: Judgement;
  /** Shared between the lines. */
  readonly verdict: Verdict;
  readonly case: number;
  readonly tally: Tally;
}

export interface SavedFacts {
  readonly id: string;
  readonly tallies: readonly (readonly [
    said: Omit<Judgement, 'signature'> & { signature?: string },
    count: number,
  ])[];
  readonly emitted: number;
}

/** Different verdicts counted for one template; rarer ones are counted with the first of their class. */
const MAX_TALLIES = 32;
const MAX_RULINGS = 64;
const NONE: readonly Ruling[] = [];

/** What a partition knows of a template besides what its miner knows. */
export class TemplateFacts implements Coolable {
  /** The id that judge, correction and rulings are for. */
  id = '';
  /** Undefined = judge, correction and rulings must be made anew. */
  judge: Judge | undefined;
  correction: StandingCorrection | undefined;
  tallies: readonly Tally[] = [];
  /** When its row was last given out, ms; -1 = never. */
  emittedMs = -1;
  warm = false;
  #rulings: readonly Ruling[] = NONE;

  /** Begins anew for a canonical text. */
  rename(id: string, judge: Judge, correction: StandingCorrection | undefined): void {
    this.id = id;
    this.judge = judge;
    this.correction = correction;
    this.#rulings = NONE;
  }

  /** Gives up what can be worked out again from the template's text. */
  cool(): void {
    this.judge = undefined;
    this.correction = undefined;
    this.#rulings = NONE;
  }

  /** What is said of a line of the template. Call after rename. */
  rule(content: string, level: Severity | undefined): Ruling {
    if (this.judge === undefined) throw new Error('A line was judged before its template was.');
    return this.#ruling(this.judge.judge(content, level));
  }

  #ruling(judgement: Judgement): Ruling {
    for (const ruling of this.#rulings) if (ruling.judgement === judgement) return ruling;
    if (this.#rulings.length >= MAX_RULINGS) this.#rulings = NONE;
    const said = this.#corrected(judgement);
    const ruling: Ruling = {
      judgement,
      verdict: Object.freeze({ templateId: this.id, ...said }),
      case: caseOf(said.class, said.severity),
      tally: this.#tally(said),
    };
    this.#rulings = [...this.#rulings, ruling];
    return ruling;
  }

  /** Commonest first; a person's word is there from the start. */
  ranked(): readonly Readonly<Tally>[] {
    const { correction } = this;
    const ranked = this.tallies.toSorted(
      (a, b) => b.count - a.count || (keyOf(a.said) < keyOf(b.said) ? -1 : 1),
    );
    if (correction === undefined || ranked.some(({ said }) => isOf(said, correction))) return ranked;
    return [{ said: this.#corrected(ranked[0]?.said ?? UNSEEN), count: 0 }, ...ranked];
  }

  /** Takes over what another template has counted, which is now part of this one. */
  absorb(other: TemplateFacts): void {
    this.judge = undefined;
    for (const { said, count } of other.tallies) this.#tally(said).count += count;
  }

  save(): SavedFacts {
    const tallies = this.tallies.map(({ said: { signature, ...said }, count }) => {
      return [signature === undefined ? said : { ...said, signature }, count] as const;
    });
    return { id: this.id, tallies, emitted: this.emittedMs };
  }

  static load(saved: SavedFacts): TemplateFacts {
    const facts = new TemplateFacts();
    facts.tallies = saved.tallies.map(([{ signature, ...said }, count]) => ({
      said: { ...said, signature },
      count,
    }));
    facts.id = saved.id;
    facts.emittedMs = saved.emitted;
    return facts;
  }

  #corrected(judgement: Judgement): Judgement {
    const { correction } = this;
    if (correction === undefined) return judgement;
    const severity = correction.severity ?? judgement.severity;
    return {
      ...judgement,
      class: correction.class,
      severity,
      by: 'human',
      confidence: 1,
      signature: undefined,
    };
  }

  #tally(said: Judgement): Tally {
    const key = keyOf(said);
    let tally = this.tallies.find((known) => keyOf(known.said) === key);
    if (tally === undefined && this.tallies.length >= MAX_TALLIES) {
      tally = this.tallies.find((known) => known.said.class === said.class);
    }
    if (tally === undefined) this.tallies = [...this.tallies, (tally = { said, count: 0 })];
    return tally;
  }
}

const UNSEEN: Judgement = {
  class: 'normal',
  severity: 'info',
  category: 'other',
  by: 'default',
  confidence: 0,
  signature: undefined,
};

function isOf(said: Judgement, correction: StandingCorrection): boolean {
  return said.by === 'human' && said.class === correction.class;
}

/** Verdicts that differ in confidence alone are counted as one. */
function keyOf({ class: logClass, severity, category, by, signature = '' }: Judgement): string {
  return `${logClass} ${severity} ${category} ${by} ${signature}`;
}
