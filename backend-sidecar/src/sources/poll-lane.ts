import type { Window } from './poll-reader.ts';

/** Lines of a slice above which the next is half as wide, and below which it is twice. */
const MANY = 50_000;
const FEW = 10_000;
const WIDEST_MS = 24 * 3_600_000;
const NARROWEST_MS = 1;
/** Slices after one that was too much before a wider one is tried. */
const PATIENCE = 20;

/** A round over a range of time, in slices that shrink where much was logged; each slice is read page by page. */
export class PollLane {
  /** When its next request is wanted, in monotonic ms. */
  dueMs = -Infinity;
  /** Requests that failed since the last answer. */
  failures = 0;
  #round: Window | undefined;
  #reachMs = 0;
  #spanMs = 3_600_000;
  #token: string | undefined;
  #lines = 0;
  #patience = 0;
  #newestMs = -Infinity;

  get isOpen(): boolean {
    return this.#round !== undefined;
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** The newest line of the slice so far. */
  get newestMs(): number {
    return this.#newestMs;
  }

  /** Everything of the round before it was read. */
  get reachMs(): number {
    return this.#reachMs;
  }

  open(round: Window): void {
    this.#round = round;
    this.#reachMs = round.fromMs;
    this.restartSlice();
  }

  window(): Window {
    const toMs = Math.min(this.#round?.toMs ?? this.#reachMs, this.#reachMs + this.#spanMs);
    return { fromMs: this.#reachMs, toMs };
  }

  restartSlice(): void {
    this.#token = undefined;
    this.#lines = 0;
    this.#newestMs = -Infinity;
  }

  /** A page was read. */
  saw(lines: number, newestMs: number): void {
    this.#lines += lines;
    this.#newestMs = Math.max(this.#newestMs, newestMs);
  }

  /** The page is dealt with: on to the next one, of the slice or of the round. True = the round is over. */
  turn(next: string | undefined): boolean {
    this.#token = next;
    if (next !== undefined) return false;
    const { toMs } = this.window();
    if (this.#lines > MANY) this.halve();
    else if (this.#patience > 0) this.#patience--;
    else if (this.#lines < FEW) this.#spanMs = Math.min(WIDEST_MS, this.#spanMs * 2);
    const isOver = toMs >= (this.#round?.toMs ?? toMs);
    this.#reachMs = toMs;
    if (isOver) this.#round = undefined;
    this.restartSlice();
    return isOver;
  }

  /** False when slices are as narrow as can be. */
  halve(): boolean {
    const { fromMs, toMs } = this.window();
    const spanMs = Math.floor(Math.min(this.#spanMs, toMs - fromMs) / 2);
    if (spanMs < NARROWEST_MS) return false;
    this.#spanMs = spanMs;
    this.#patience = PATIENCE;
    this.restartSlice();
    return true;
  }
}
