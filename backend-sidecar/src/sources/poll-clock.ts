import { setTimeout as wait } from 'node:timers/promises';

/** The time of pollers; tests turn it by hand. */
export interface PollClock {
  /** Wall clock, ms since 1970. */
  nowMs(): number;
  /** Free-running milliseconds. */
  monotonicMs(): number;
  /** Rejects when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const POLL_CLOCK: PollClock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  wait: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};

/** A wall clock that is put back goes on from where it was: no window ends before the one that was read already. */
export class ForwardClock {
  readonly #clock: PollClock;
  #last: { readonly wallMs: number; readonly atMs: number };

  constructor(clock: PollClock) {
    this.#clock = clock;
    this.#last = { wallMs: clock.nowMs(), atMs: clock.monotonicMs() };
  }

  nowMs(): number {
    const atMs = this.#clock.monotonicMs();
    const wallMs = Math.max(this.#clock.nowMs(), Math.floor(this.#last.wallMs + atMs - this.#last.atMs));
    this.#last = { wallMs, atMs };
    return wallMs;
  }
}
