/** A clock that has not leapt ahead for so long is believed. */
const SETTLE_MS = 60 * 60_000;
/** What NTP corrects bit by bit is less from one look to the next. */
const LEAP_MS = 60_000;

/**
 * The time that lines are deleted by, as they get too old: none until the clock has gone on for an hour without a leap ahead. One
 * that is wrong for a moment, as after a boot that NTP has not corrected yet, would delete everything at once.
 */
export class SettledClock {
  readonly #settleMs: number;
  /** Wall clock less monotonic one, when it was last looked at. */
  #aheadMs = -Infinity;
  /** Monotonic time of the first look, or of the last leap. */
  #sinceMs = 0;

  constructor(settleMs = SETTLE_MS) {
    this.#settleMs = settleMs;
  }

  /** The wall clock's time, or undefined while it is not to be believed. */
  timeOf(wallMs: number, monotonicMs: number): number | undefined {
    const aheadMs = wallMs - monotonicMs;
    if (aheadMs > this.#aheadMs + LEAP_MS) this.#sinceMs = monotonicMs;
    this.#aheadMs = aheadMs;
    return monotonicMs - this.#sinceMs >= this.#settleMs ? wallMs : undefined;
  }
}
