/** Seeded chance: the same seed gives the same numbers (the mulberry32 generator). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  /** How many events of a mean fall into one interval (Poisson, Knuth's product; means here are small). */
  events(mean: number): number {
    const least = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > least) {
      product *= this.next();
      count++;
    }
    return count;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.whole(0, 15).toString(16);
    return text;
  }

  /** An address of the documentation ranges (RFC 5737). */
  address(): string {
    return `${this.pick(['192.0.2', '198.51.100', '203.0.113'])}.${this.whole(1, 254)}`;
  }
}
