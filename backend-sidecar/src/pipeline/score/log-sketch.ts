/**
 * Quantiles of positive numbers in little memory: counts by the logarithm of the value, each within 7 % (the mapping of
 * DDSketch, Masson, Rim and Lee, 2019). Kept as a list of counts, so that it is saved and restored exactly as JSON.
 */
const GAMMA = 1.15;
const LOG_GAMMA = Math.log(GAMMA);
/** What lies outside is counted in the last bin of its end: 10^-5 … 10^15. */
const LEAST_BIN = -83;
const MOST_BIN = 247;
/** Counts at which all are halved: the past fades, and what is rare is forgotten. */
const MOST_COUNT = 8000;

/** [bin, count] in order of bin. */
export type SavedSketch = readonly (readonly [bin: number, count: number])[];

export class LogSketch {
  #bins = new Map<number, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    const bin = binOf(value);
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + 1);
    if (++this.#count >= MOST_COUNT) this.#halve();
  }

  /** The values below which these shares of all lie, in rising order; [] when there is none. */
  quantiles(shares: readonly number[]): number[] {
    const bins = this.#sorted();
    const found: number[] = [];
    let below = 0;
    for (const [bin, count] of bins) {
      below += count;
      while (found.length < shares.length && below >= (shares[found.length] ?? 1) * this.#count)
        found.push(valueOf(bin));
    }
    return found;
  }

  save(): SavedSketch {
    return this.#sorted();
  }

  restore(saved: SavedSketch): void {
    this.#bins = new Map(saved);
    this.#count = saved.reduce((sum, [, count]) => sum + count, 0);
  }

  #sorted(): [number, number][] {
    return [...this.#bins].sort(([a], [b]) => a - b);
  }

  #halve(): void {
    const halved = this.#sorted().map(([bin, count]) => [bin, Math.floor(count / 2)] as const);
    this.restore(halved.filter(([, count]) => count > 0));
  }
}

function binOf(value: number): number {
  if (!(value > 0)) return LEAST_BIN;
  return Math.max(LEAST_BIN, Math.min(MOST_BIN, Math.ceil(Math.log(value) / LOG_GAMMA)));
}

/** Middle of a bin. */
function valueOf(bin: number): number {
  return bin === LEAST_BIN ? 0 : (2 * GAMMA ** bin) / (1 + GAMMA);
}
