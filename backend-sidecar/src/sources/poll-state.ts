/**
 * How far a poller is: the newest line that is in the journal, and which lines it has seen. Nothing here is decided twice: every
 * change is a mark, a text that travels in the journal record of its lines; the state is all marks taken in order, and a mark
 * taken again changes nothing.
 */
import { KEY_BYTES, type PolledLine } from './poll-reader.ts';

/** What a mark says; times in ms since 1970. */
interface Mark {
  /** Watermark: the newest line of all that was read whole. */
  readonly w: number;
  /** Which lines were seen is known from here on. */
  readonly c: number;
  /** First start: what the cloud had before is old. */
  readonly b: number;
  /** Look-back, ms. */
  readonly l: number;
  /** Minute → keys of its lines, base64. */
  readonly s: Readonly<Record<string, string>>;
}

const MINUTE_MS = 60_000;

export class PollState {
  readonly #seen = new Map<number, Set<string>>();
  #watermarkMs = -Infinity;
  #coveredMs = -Infinity;
  #begunMs = Infinity;
  #lookBackMs = 0;
  #count = 0;

  /** Nothing was ever read; lines are taken from `sinceMs` on. */
  static fresh(nowMs: number, sinceMs: number, lookBackMs: number): PollState {
    const state = new PollState();
    state.#watermarkMs = state.#coveredMs = sinceMs;
    state.#begunMs = nowMs;
    state.#lookBackMs = lookBackMs;
    return state;
  }

  /** Of marks, in any order; undefined when there is none. Throws what JSON.parse does. */
  static of(marks: readonly string[]): PollState | undefined {
    if (marks.length === 0) return undefined;
    const state = new PollState();
    for (const mark of marks) state.take(mark);
    return state;
  }

  get watermarkMs(): number {
    return this.#watermarkMs;
  }

  get coveredMs(): number {
    return this.#coveredMs;
  }

  get begunMs(): number {
    return this.#begunMs;
  }

  get lookBackMs(): number {
    return this.#lookBackMs;
  }

  /** Lines that are remembered. */
  get count(): number {
    return this.#count;
  }

  /** Holds from the next mark on. */
  lookBack(ms: number): void {
    this.#lookBackMs = ms;
  }

  /** Also true of lines from before what is remembered: whether they were seen cannot be known. */
  has({ timeMs, key }: PolledLine): boolean {
    return timeMs < this.#coveredMs || (this.#seen.get(Math.floor(timeMs / MINUTE_MS))?.has(key) ?? false);
  }

  /** What is to be journalled with these lines; the state changes when it is taken. */
  mark(lines: readonly PolledLine[], watermarkMs: number): string {
    const keys: Record<string, string> = {};
    for (const { timeMs, key } of lines) {
      const minute = String(Math.floor(timeMs / MINUTE_MS));
      keys[minute] = (keys[minute] ?? '') + key;
    }
    return this.#text(watermarkMs, keys);
  }

  take(text: string): void {
    const mark = JSON.parse(text) as Mark;
    this.#watermarkMs = Math.max(this.#watermarkMs, mark.w);
    this.#coveredMs = Math.max(this.#coveredMs, mark.c);
    this.#begunMs = Math.min(this.#begunMs, mark.b);
    this.#lookBackMs = mark.l;
    for (const [minute, keys] of Object.entries(mark.s)) this.#see(Number(minute), keys);
  }

  /** One mark that stands for all that were taken. */
  whole(): string {
    const keys = [...this.#seen].map(([minute, seen]) => [String(minute), [...seen].join('')] as const);
    return this.#text(this.#watermarkMs, Object.fromEntries(keys));
  }

  /** Forgets lines before a time, and further, oldest first, until at most so many are left; never the ones the look-back needs. */
  forget(beforeMs: number, most: number): void {
    const needed = Math.floor((this.#watermarkMs - this.#lookBackMs) / MINUTE_MS);
    const minutes = [...this.#seen.keys()].sort((a, b) => a - b);
    for (const minute of minutes) {
      const endMs = (minute + 1) * MINUTE_MS;
      if (minute >= needed || (endMs > beforeMs && this.#count <= most)) return;
      this.#count -= this.#seen.get(minute)?.size ?? 0;
      this.#seen.delete(minute);
      this.#coveredMs = Math.max(this.#coveredMs, endMs);
    }
  }

  #see(minute: number, base64: string): void {
    const keys = Buffer.from(base64, 'base64').toString('latin1');
    const seen = this.#seen.get(minute) ?? new Set();
    const before = seen.size;
    for (let at = 0; at < keys.length; at += KEY_BYTES) seen.add(keys.slice(at, at + KEY_BYTES));
    this.#seen.set(minute, seen);
    this.#count += seen.size - before;
  }

  #text(watermarkMs: number, keys: Readonly<Record<string, string>>): string {
    const s = Object.fromEntries(
      Object.entries(keys).map(([minute, text]) => [minute, Buffer.from(text, 'latin1').toString('base64')]),
    );
    const mark: Mark = { w: watermarkMs, c: this.#coveredMs, b: this.#begunMs, l: this.#lookBackMs, s };
    return JSON.stringify(mark);
  }
}
