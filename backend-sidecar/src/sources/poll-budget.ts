/** How many requests an account may make in a region, shared by all that ask it. Sweeps get at most a tenth of them. */
export class PollBudget {
  readonly #most: number;
  readonly #monotonicMs: () => number;
  #perSecond: number;
  #readyMs = -Infinity;
  #sweepReadyMs = -Infinity;
  /** Ends a time in which nothing may be asked. */
  #heldMs = -Infinity;

  /** @param perSecond requests */
  constructor(perSecond: number, monotonicMs: () => number) {
    this.#most = perSecond;
    this.#perSecond = perSecond;
    this.#monotonicMs = monotonicMs;
  }

  /** Requests a second that are allowed at the moment. */
  get perSecond(): number {
    return this.#perSecond;
  }

  /** When the next request may go, in monotonic ms; in the past = now. */
  readyMs(isSweep: boolean): number {
    const readyMs = Math.max(this.#readyMs, this.#heldMs);
    return isSweep ? Math.max(readyMs, this.#sweepReadyMs) : readyMs;
  }

  spend(isSweep: boolean): void {
    const nowMs = this.#monotonicMs();
    const spacingMs = 1000 / this.#perSecond;
    // A second's worth may go at once.
    this.#readyMs = Math.max(this.#readyMs, nowMs - 1000) + spacingMs;
    if (isSweep) this.#sweepReadyMs = nowMs + SWEEP_SHARE * spacingMs;
  }

  /** The cloud refused: half as many, and none for a while. */
  throttled(retryAfterMs: number): void {
    this.#perSecond = Math.max(this.#perSecond / 2, this.#most / 16);
    this.#heldMs = Math.max(this.#heldMs, this.#monotonicMs() + Math.max(retryAfterMs, 1000));
  }

  /** It answered: slowly back to what is allowed. */
  answered(): void {
    this.#perSecond = Math.min(this.#most, this.#perSecond + this.#most / 50);
  }
}

/** One request in so many. */
const SWEEP_SHARE = 10;
