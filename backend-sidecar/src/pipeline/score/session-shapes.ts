/**
 * What sessions of a service look like: which templates occur together, and how often each. A session whose set of templates
 * was never seen, or in which one occurs far oftener or more rarely than in all sessions of that set, is unusual, the more
 * so the rarer unusual sessions are. (Count vectors: Lou et al. 2010; the share of the unseen: Good and Turing.)
 */

/** Times each template occurs, by its number. */
export type Counts = ReadonlyMap<number, number>;

/** A set of templates, with the least and greatest count of each. */
interface Shape {
  /** In order of number. */
  readonly events: readonly number[];
  readonly least: number[];
  readonly most: number[];
  /** Sessions; a shape that came after the warm-up is known from `KNOWN_AT` on. */
  met: number;
}

export interface SavedShapes {
  readonly shapes: readonly (readonly [
    events: readonly number[],
    least: readonly number[],
    most: readonly number[],
    met: number,
  ])[];
  readonly seen: number;
  readonly unusual: number;
}

/** Sessions before any is scored. */
const WARMUP = 100;
const KNOWN_AT = 4;
const MAX_SHAPES = 256;
/** Unusual sessions of this share of all are no news: they score 1. */
const NO_NEWS = 0.03;
/** An unseen set scores this many times its rarity; a count out of range as many as it is far out, up to the same. */
const UNSEEN = 1.4;
/** Counts of the sessions of the past, at which both are halved. */
const MOST_SEEN = 20_000;

export class SessionShapes {
  readonly #shapes = new Map<string, Shape>();
  #seen = 0;
  #unusual = 0;

  get isWarm(): boolean {
    return this.#seen >= WARMUP;
  }

  /** Score of a session by what is known so far: 0…, above 1 = unusual. Changes nothing. */
  score(counts: Counts): number {
    if (!this.isWarm) return 0;
    return this.#strangeness(counts) * this.#rarity();
  }

  /** Scores a session, then learns from it. An unusual one becomes usual once it has been met some times. */
  take(counts: Counts): number {
    const strange = this.#strangeness(counts);
    const isWarm = this.isWarm;
    const score = isWarm ? strange * this.#rarity() : 0;
    this.#note(strange > 1);
    this.#remember(counts, !isWarm);
    return score;
  }

  /** Learns from a session that is known to be normal. */
  learn(counts: Counts): void {
    this.#note(this.#strangeness(counts) > 1);
    this.#remember(counts, true);
  }

  /** The share of sessions that are unusual. */
  share(): number {
    return (this.#unusual + 1) / (this.#seen + 2);
  }

  save(): SavedShapes {
    const shapes = Array.from(this.#shapes.values(), ({ events, least, most, met }) => {
      return [[...events], [...least], [...most], met] as const;
    });
    return { shapes, seen: this.#seen, unusual: this.#unusual };
  }

  restore({ shapes, seen, unusual }: SavedShapes): void {
    this.#shapes.clear();
    for (const [events, least, most, met] of shapes)
      this.#shapes.set(events.join(), { events, least: [...least], most: [...most], met });
    this.#seen = seen;
    this.#unusual = unusual;
  }

  #rarity(): number {
    return Math.min(1, Math.log(this.share()) / Math.log(NO_NEWS));
  }

  /** 0…1 usual, up to UNSEEN. */
  #strangeness(counts: Counts): number {
    const shape = this.#shapes.get(eventsOf(counts).join());
    if (shape === undefined || shape.met < KNOWN_AT) return UNSEEN;
    return Math.min(
      UNSEEN,
      Math.max(0, ...shape.events.map((event, i) => outOfRange(shape, i, counts.get(event) ?? 0))),
    );
  }

  #note(isUnusual: boolean): void {
    this.#seen++;
    if (isUnusual) this.#unusual++;
    if (this.#seen < MOST_SEEN) return;
    this.#seen /= 2;
    this.#unusual /= 2;
  }

  /** The shape met last is the last to be forgotten. */
  #remember(counts: Counts, isNormal: boolean): void {
    const events = eventsOf(counts);
    const key = events.join();
    const values = events.map((event) => counts.get(event) ?? 0);
    const shape = this.#shapes.get(key) ?? { events, least: [...values], most: [...values], met: 0 };
    shape.met = isNormal ? Math.max(KNOWN_AT, shape.met + 1) : shape.met + 1;
    values.forEach((count, i) => widen(shape, i, count, isNormal || shape.met <= KNOWN_AT));
    this.#shapes.delete(key);
    this.#shapes.set(key, shape);
    const oldest = this.#shapes.keys().next().value;
    if (this.#shapes.size > MAX_SHAPES && oldest !== undefined) this.#shapes.delete(oldest);
  }
}

function eventsOf(counts: Counts): number[] {
  return [...counts.keys()].sort((a, b) => a - b);
}

/** How far outside, in widths of the range: one width may be chance, a count that never varied may not change. */
function outOfRange({ least, most }: Shape, i: number, count: number): number {
  const [low, high] = [least[i] ?? 0, most[i] ?? 0];
  const out = Math.max(low - count, count - high);
  if (out <= 0) return 0;
  return high > low ? out / (high - low) : 1 + out / (1 + high);
}

/** Towards a count outside: at once while learning, else by one. */
function widen({ least, most }: Shape, i: number, count: number, atOnce: boolean): void {
  const [low, high] = [least[i] ?? count, most[i] ?? count];
  if (count < low) least[i] = atOnce ? count : low - 1;
  if (count > high) most[i] = atOnce ? count : high + 1;
}
