import type { Said } from './parse/message.ts';
import type { Judge } from './classify/classifier.ts';
import type { Judgement } from './classify/judgement.ts';
import { caseOf } from './counters.ts';
import { isUncertain, spoken, type Standing } from './standing-words.ts';
import type { Verdict } from './verdict.ts';
import type { Coolable } from './warm-set.ts';

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
const UNSAID: Standing = { correction: undefined, label: undefined };

/** What a partition knows of a template besides what its miner knows. */
export class TemplateFacts implements Coolable {
  /** The id that judge, standing words and rulings are for. */
  id = '';
  /** Undefined = judge, standing words and rulings must be made anew. */
  judge: Judge | undefined;
  standing = UNSAID;
  tallies: readonly Tally[] = [];
  /** When its row was last given out, ms; -1 = never. */
  emittedMs = -1;
  warm = false;
  #rulings: readonly Ruling[] = NONE;

  /** Begins anew for a canonical text. */
  rename(id: string, judge: Judge, standing: Standing): void {
    this.id = id;
    this.judge = judge;
    this.standing = standing;
    this.#rulings = NONE;
  }

  /** Gives up what can be worked out again from the template's text. */
  cool(): void {
    this.judge = undefined;
    this.standing = UNSAID;
    this.#rulings = NONE;
  }

  /** What is said of a line of the template. Call after rename. */
  rule(content: string, { level, fact }: Said): Ruling {
    if (this.judge === undefined) throw new Error('A line was judged before its template was.');
    return this.#ruling(this.judge.judge(content, level, fact));
  }

  #ruling(judgement: Judgement): Ruling {
    for (const ruling of this.#rulings) if (ruling.judgement === judgement) return ruling;
    if (this.#rulings.length >= MAX_RULINGS) this.#rulings = NONE;
    const said = spoken(judgement, this.standing);
    const ruling: Ruling = {
      judgement,
      verdict: Object.freeze({ templateId: this.id, ...said }),
      case: caseOf(said.class, said.severity),
      tally: this.#tally(said),
    };
    this.#rulings = [...this.#rulings, ruling];
    return ruling;
  }

  /** Commonest first; what a person or a language model says is there from the start. */
  ranked(): readonly Readonly<Tally>[] {
    const ranked = this.tallies.toSorted(
      (a, b) => b.count - a.count || (keyOf(a.said) < keyOf(b.said) ? -1 : 1),
    );
    const { correction, label } = this.standing;
    if (correction === undefined && label === undefined) return ranked;
    const before = correction === undefined ? ranked.find(({ said }) => isUncertain(said)) : ranked[0];
    if (before === undefined && ranked.length > 0) return ranked;
    const said = spoken(before?.said ?? UNSEEN, this.standing);
    return ranked.some((one) => isSame(one.said, said)) ? ranked : [{ said, count: 0 }, ...ranked];
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

function isSame(one: Judgement, other: Judgement): boolean {
  return one.by === other.by && one.class === other.class;
}

/** Verdicts that differ in confidence alone are counted as one. */
function keyOf({ class: logClass, severity, category, by, signature = '' }: Judgement): string {
  return `${logClass} ${severity} ${category} ${by} ${signature}`;
}
