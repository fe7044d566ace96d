/**
 * Whether the last values of a series are distributed as they were before: the histogram of a short window is compared with
 * the histograms met so far by relative entropy (Wang, Viswanathan, Choudur et al., "Statistical Techniques for Online
 * Anomaly Detection in Data Centers", 2011). A window unlike all of them is new, and is remembered.
 */
const BINS = 6;
const WINDOW = 36;
/** Twice the window times the relative entropy follows a χ² law of BINS − 1 degrees: above this by chance in 0.02 % of windows. */
const NEW_AT = 24;
/** What a bin that a known histogram has not seen counts as: a share of the window. */
const UNSEEN = 1e-6 * WINDOW;
const MAX_KNOWN = 32;

interface Known {
  /** Its values, to be counted anew when the range grows. */
  readonly values: readonly number[];
  counts: number[];
  met: number;
}

export class Shape {
  #least = Infinity;
  #most = -Infinity;
  #window: number[] = [];
  #known: Known[] = [];

  /** Takes the next value; 0…, above 1 = the window is unlike any before. */
  score(value: number): number {
    this.#widen(value);
    this.#window.push(value);
    if (this.#window.length <= WINDOW) return 0;
    this.#window.shift();
    if (this.#least === this.#most) return 0;
    return this.#compare(this.#count(this.#window));
  }

  #compare(counts: number[]): number {
    const [nearest, distance] = this.#nearest(counts);
    if (nearest !== undefined && distance < NEW_AT) {
      nearest.met++;
      return distance / NEW_AT;
    }
    if (this.#known.length >= MAX_KNOWN) this.#forget();
    this.#known.push({ values: [...this.#window], counts, met: 1 });
    return nearest === undefined ? 0 : distance / NEW_AT;
  }

  #nearest(counts: readonly number[]): [Known | undefined, number] {
    let nearest: Known | undefined;
    let least = Infinity;
    for (const known of this.#known) {
      const distance = distanceOf(counts, known.counts);
      if (distance >= least) continue;
      least = distance;
      nearest = known;
    }
    return [nearest, least];
  }

  #widen(value: number): void {
    if (value >= this.#least && value <= this.#most) return;
    this.#least = Math.min(this.#least, value);
    this.#most = Math.max(this.#most, value);
    for (const known of this.#known) known.counts = this.#count(known.values);
  }

  #count(values: readonly number[]): number[] {
    const counts = new Array<number>(BINS).fill(0);
    const width = (this.#most - this.#least) / BINS;
    for (const value of values) {
      const bin = width > 0 ? Math.min(BINS - 1, Math.floor((value - this.#least) / width)) : 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  }

  /** The one met least. */
  #forget(): void {
    const least = Math.min(...this.#known.map(({ met }) => met));
    this.#known.splice(
      this.#known.findIndex(({ met }) => met === least),
      1,
    );
  }
}

function distanceOf(counts: readonly number[], known: readonly number[]): number {
  let sum = 0;
  counts.forEach((count, bin) => {
    if (count > 0) sum += count * Math.log(count / Math.max(known[bin] ?? 0, UNSEEN));
  });
  return 2 * sum;
}
