/** How late lines come, as counts in steps of a quarter; older ones weigh less and less. */
export class PollDelays {
  readonly #counts: number[] = [];
  #total = 0;

  add(delayMs: number): void {
    const step = delayMs <= 1 ? 0 : Math.ceil(Math.log(delayMs) / LOG_STEP);
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    if (++this.#total > MOST) this.#halve();
  }

  /** All but one line in a thousand come within so many ms; 0 while too few were seen to say. */
  perMille999(): number {
    if (this.#total < FEWEST) return 0;
    let left = this.#total / 1000;
    for (let step = this.#counts.length - 1; step > 0; step--) {
      left -= this.#counts[step] ?? 0;
      if (left < 0) return Math.ceil(STEP ** step);
    }
    return 0;
  }

  #halve(): void {
    this.#total = 0;
    for (let step = 0; step < this.#counts.length; step++) {
      this.#counts[step] = Math.floor((this.#counts[step] ?? 0) / 2);
      this.#total += this.#counts[step] ?? 0;
    }
  }
}

const STEP = 1.25;
const LOG_STEP = Math.log(STEP);
const FEWEST = 1000;
const MOST = 200_000;
