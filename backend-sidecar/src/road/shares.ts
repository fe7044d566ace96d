/**
 * A stock of bytes that several holders draw from, so that none can take it all: a holder may hold as much as would
 * be left to each if one more came. Two greedy holders get a third each, and a newcomer still finds a third.
 */
export class Shares {
  readonly #total: number;
  readonly #held = new Map<string, number>();
  #sum = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** Takes bytes for a holder; false = over its share, or over the stock. One request alone may always use its share whole. */
  take(holder: string, bytes: number): boolean {
    const own = this.#held.get(holder) ?? 0;
    const holders = this.#held.size + (own > 0 ? 0 : 1);
    const share = this.#total / (holders + 1);
    if (own > 0 && own + bytes > share) return false;
    if (this.#sum > 0 && this.#sum + bytes > this.#total) return false;
    this.#held.set(holder, own + bytes);
    this.#sum += bytes;
    return true;
  }

  /** Books bytes that are there already, whatever the share says. */
  add(holder: string, bytes: number): void {
    this.#held.set(holder, (this.#held.get(holder) ?? 0) + bytes);
    this.#sum += bytes;
  }

  give(holder: string, bytes: number): void {
    const left = (this.#held.get(holder) ?? 0) - bytes;
    if (left > 0) this.#held.set(holder, left);
    else this.#held.delete(holder);
    this.#sum = Math.max(0, this.#sum - bytes);
  }

  /** Whether a holder has more than its share of the whole stock. */
  isOver(holder: string): boolean {
    return (this.#held.get(holder) ?? 0) > this.#total / (this.#held.size + 1);
  }

  held(): number {
    return this.#sum;
  }
}
