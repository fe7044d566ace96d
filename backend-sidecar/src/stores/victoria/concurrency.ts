/** How many requests may run at once: one more for every round of successes, half as many when the store asks for rest. */
export class Concurrency {
  #limit: number;
  #most: number;
  #halvedAtMs = Number.NEGATIVE_INFINITY;

  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(2, most);
  }

  get limit(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Two for each core of the store: more only queue there. */
  setCores(cores: number): void {
    this.#most = Math.max(1, 2 * cores);
    this.#limit = Math.min(this.#limit, this.#most);
  }

  succeeded(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
  }

  /** `startedMs`: when the request began. Those that began before the last halving say nothing new. */
  overloaded(startedMs: number, nowMs: number): void {
    if (startedMs < this.#halvedAtMs) return;
    this.#halvedAtMs = nowMs;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
