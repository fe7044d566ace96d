/**
 * In: the live lines of one service with their templates, and ticks. Out: a score a bucket for the sessions that ended in it.
 * A session is what shares a trace, request, block or session id; it ends when nothing of it came for a minute.
 * Held in memory: at most 512 open sessions of 48 templates (250 KB), 256 shapes (60 KB), 4,096 pairs (130 KB) a service.
 */
import { alarm, CALM, type AlarmState } from './alarm.ts';
import type { BucketScore } from './bucket-score.ts';
import { findMark, keyBehind, keyOfFields } from './session-key.ts';
import { SessionShapes, type SavedShapes } from './session-shapes.ts';
import type { ScoreSettings } from './settings.ts';

const IDLE_TICKS = 6;
const MAX_OPEN = 512;
/** A session of more different templates is not compared. */
const MAX_TEMPLATES = 48;
const MAX_MARKS = 5000;
const MAX_PAIRS = 4096;
/** Lines of a new template that are searched for a mark; later only every power of two. */
const SEARCHED = 4;
/** After a deployment sessions are learnt as they come for so many ticks: ten minutes. */
const REARM_TICKS = 60;
/** A bucket's score halves in about five buckets. */
const DECAY = 0.87;
/** Pairs of lines never seen one after the other are unusual, not anomalous. */
const MOST_BY_PAIRS = 0.95;
/** Unseen pairs in this share of all sessions are no news. */
const NO_NEWS = 0.03;

interface Session {
  readonly counts: Map<number, number>;
  lines: number;
  /** Template of the last line. */
  last: number;
  /** Pairs of templates that were never seen before. */
  oddPairs: number;
  tick: number;
}

type SavedSession = readonly [
  key: string,
  lines: number,
  last: number,
  oddPairs: number,
  tick: number,
  counts: readonly (readonly [number, number])[],
];

export interface SequenceState {
  readonly ticks: number;
  readonly learnUntil: number;
  readonly last: number;
  readonly alarm: AlarmState;
  readonly ended: number;
  readonly odd: number;
  readonly open: readonly SavedSession[];
  readonly marks: readonly (readonly [template: number, mark: number])[];
  readonly pairs: readonly number[];
  readonly shapes: SavedShapes;
}

export class Sequence {
  /** Least recently heard first. */
  readonly #open = new Map<string, Session>();
  /** Templates whose lines name their session behind a mark. */
  readonly #marks = new Map<number, number>();
  readonly #pairs = new Set<number>();
  readonly #shapes = new SessionShapes();
  readonly #settings: ScoreSettings;
  #alarm: AlarmState = { ...CALM };
  #ticks = 0;
  #learnUntil = 0;
  /** Score of the last bucket, from which the next one decays. */
  #last = 0;
  /** Sessions ended so far, and those of them with an unseen pair. */
  #ended = 0;
  #odd = 0;

  constructor(settings: ScoreSettings) {
    this.#settings = settings;
  }

  /** A live line: its fields (name, value …), message, template's number and how many lines that has had. */
  line(fields: readonly string[], message: string, template: number, count: number): void {
    const key = keyOfFields(fields) ?? this.#keyIn(message, template, count);
    if (key === undefined) return;
    const session = this.#session(key);
    session.lines++;
    session.tick = this.#ticks;
    if (session.last >= 0 && this.#isNewPair(session.last, template)) session.oddPairs++;
    session.last = template;
    session.counts.set(template, (session.counts.get(template) ?? 0) + 1);
  }

  /** Ends what is idle; [] for a service without sessions. */
  tick(): BucketScore[] {
    this.#ticks++;
    let worst = 0;
    let unusual = 0;
    let ended = 0;
    for (const [key, session] of this.#open) {
      if (this.#ticks - session.tick <= IDLE_TICKS) break;
      this.#open.delete(key);
      if (session.lines < 2 || session.counts.size > MAX_TEMPLATES) continue;
      const score = this.#end(session);
      ended++;
      if (score > 1) unusual++;
      worst = Math.max(worst, score);
    }
    if (this.#ended === 0) return [];
    const faded = this.#last * DECAY;
    const burst = worst * (1 + 0.1 * Math.log(Math.max(1, unusual)));
    this.#last = Math.max(burst, faded < 0.05 ? 0 : faded);
    const score = alarm(this.#alarm, this.#last, this.#settings);
    const yhat = ended * this.#shapes.share();
    return [{ for: 'sequence', score, y: unusual, yhat, lower: 0, upper: yhat + 1 }];
  }

  /** A deployment: other sessions are expected for a while. */
  rearm(): void {
    this.#learnUntil = this.#ticks + REARM_TICKS;
  }

  save(): SequenceState {
    return {
      ticks: this.#ticks,
      learnUntil: this.#learnUntil,
      last: this.#last,
      alarm: { ...this.#alarm },
      ended: this.#ended,
      odd: this.#odd,
      open: Array.from(this.#open, ([key, { lines, last, oddPairs, tick, counts }]) => {
        return [key, lines, last, oddPairs, tick, [...counts]] as const;
      }),
      marks: [...this.#marks],
      pairs: [...this.#pairs],
      shapes: this.#shapes.save(),
    };
  }

  /** Into a fresh one. */
  restore(state: SequenceState): void {
    this.#ticks = state.ticks;
    this.#learnUntil = state.learnUntil;
    this.#last = state.last;
    this.#alarm = { ...state.alarm };
    this.#ended = state.ended;
    this.#odd = state.odd;
    for (const [key, lines, last, oddPairs, tick, counts] of state.open)
      this.#open.set(key, { lines, last, oddPairs, tick, counts: new Map(counts) });
    for (const [template, mark] of state.marks) this.#marks.set(template, mark);
    for (const pair of state.pairs) this.#pairs.add(pair);
    this.#shapes.restore(state.shapes);
  }

  #keyIn(message: string, template: number, count: number): string | undefined {
    const mark = this.#marks.get(template);
    if (mark !== undefined) return keyBehind(message, mark);
    if (count > SEARCHED && (count & (count - 1)) !== 0) return undefined;
    const found = findMark(message);
    if (found < 0) return undefined;
    this.#marks.set(template, found);
    dropOldest(this.#marks, MAX_MARKS);
    return keyBehind(message, found);
  }

  #session(key: string): Session {
    const known = this.#open.get(key);
    if (known !== undefined) {
      if (known.tick === this.#ticks) return known;
      this.#open.delete(key);
    }
    const session = known ?? { counts: new Map<number, number>(), lines: 0, last: -1, oddPairs: 0, tick: 0 };
    this.#open.set(key, session);
    // Let go before its end, so neither scored nor learnt.
    dropOldest(this.#open, MAX_OPEN);
    return session;
  }

  #isNewPair(before: number, template: number): boolean {
    const pair = before * 2 ** 22 + template;
    if (this.#pairs.has(pair)) return false;
    this.#pairs.add(pair);
    dropOldest(this.#pairs, MAX_PAIRS);
    return true;
  }

  #end({ counts, oddPairs }: Session): number {
    const isWarm = this.#shapes.isWarm;
    const rarity = Math.min(1, Math.log((this.#odd + 1) / (this.#ended + 2)) / Math.log(NO_NEWS));
    this.#ended++;
    if (oddPairs > 0) this.#odd++;
    if (this.#ticks <= this.#learnUntil) {
      this.#shapes.learn(counts);
      return 0;
    }
    const byPairs = isWarm && oddPairs > 0 ? Math.min(MOST_BY_PAIRS, 0.5 + 0.15 * oddPairs) * rarity : 0;
    return Math.max(this.#shapes.take(counts), byPairs);
  }
}

function dropOldest(held: Map<unknown, unknown> | Set<unknown>, most: number): void {
  const oldest = held.keys().next();
  if (held.size > most && oldest.done !== true) held.delete(oldest.value);
}
