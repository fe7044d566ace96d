const SECONDS = 60;

/** Lines a second, as the mean of the last minute. Times are monotonic milliseconds. */
export class LineRate {
  readonly #counts = new Float64Array(SECONDS);
  #second = 0;
  #startedMs: number | undefined;

  add(lines: number, nowMs: number): void {
    this.#startedMs ??= nowMs;
    const slot = this.#moveTo(nowMs);
    this.#counts[slot] = (this.#counts[slot] ?? 0) + lines;
  }

  /** In its first minute, the mean since the first line. */
  perSecond(nowMs: number): number {
    if (this.#startedMs === undefined) return 0;
    this.#moveTo(nowMs);
    const seconds = Math.min(SECONDS, Math.max(1, (nowMs - this.#startedMs) / 1000));
    return this.#counts.reduce((sum, count) => sum + count, 0) / seconds;
  }

  /** Empties the seconds that have passed without a line; the slot of this one. */
  #moveTo(nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    const passed = Math.min(SECONDS, second - this.#second);
    for (let i = 0; i < passed; i++) this.#counts[(second - i) % SECONDS] = 0;
    this.#second = Math.max(second, this.#second);
    return this.#second % SECONDS;
  }
}
