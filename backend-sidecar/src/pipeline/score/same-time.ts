/**
 * Whether a series is where it was at the same time of the days before: its mean over two hours against the least and the
 * greatest of such means on up to seven days, in units of the error that this prediction usually makes.
 */
const DAY_MS = 86_400_000;
const MEAN_MS = 7_200_000;
const DAYS = 7;
/** Days seen before anything is expected. */
const LEAST_DAYS = 4;
/** Usual errors that make a score of 1. */
const BAND = 8;
/** Weight of the newest error. */
const ERROR_WEIGHT = 0.0005;
/** A day has at most this many slots, so a series is remembered in 16 KB. */
const FINEST_MS = 300_000;
/** What happens a little earlier or later than yesterday is expected too. */
const OFFSETS = [-1, 0, 1] as const;

export interface SameTimeWord {
  /** 0…, above 1 = far from the days before; 0 while there are too few. */
  readonly score: number;
  /** What the days before allow, undefined while there are too few. */
  readonly expected: { readonly yhat: number; readonly lower: number; readonly upper: number } | undefined;
}

const NOTHING: SameTimeWord = { score: 0, expected: undefined };

export class SameTime {
  readonly #slotMs: number;
  readonly #perDay: number;
  /** Mean of each slot of the last days, by slot number modulo its length. */
  readonly #means: Float64Array;
  readonly #slots: Float64Array;
  readonly #recent: number[] = [];
  readonly #span: number;
  #sum = 0;
  #first: number | undefined;
  /** Mean square of the errors; 0 = none yet. */
  #error = 0;

  /** @param stepMs usual distance of two points */
  constructor(stepMs: number) {
    this.#slotMs = Math.max(FINEST_MS, stepMs);
    this.#perDay = Math.max(1, Math.round(DAY_MS / this.#slotMs));
    this.#span = Math.max(1, Math.round(MEAN_MS / Math.max(1, stepMs)));
    const length = this.#perDay * DAYS + OFFSETS.length + 1;
    this.#means = new Float64Array(length);
    this.#slots = new Float64Array(length).fill(NaN);
  }

  score(timeMs: number, value: number): SameTimeWord {
    const slot = Math.round(timeMs / (DAY_MS / this.#perDay));
    this.#first ??= slot;
    const mean = this.#smooth(value);
    const word = slot - this.#first < LEAST_DAYS * this.#perDay ? NOTHING : this.#compare(slot, mean);
    const place = slot % this.#means.length;
    this.#means[place] = mean;
    this.#slots[place] = slot;
    return word;
  }

  #smooth(value: number): number {
    this.#recent.push(value);
    this.#sum += value;
    if (this.#recent.length > this.#span) this.#sum -= this.#recent.shift() ?? 0;
    return this.#sum / this.#recent.length;
  }

  #compare(slot: number, mean: number): SameTimeWord {
    const before = this.#before(slot);
    if (before.length < LEAST_DAYS) return NOTHING;
    const least = Math.min(...before);
    const most = Math.max(...before);
    const error = Math.max(0, mean - most, least - mean);
    const width = BAND * Math.sqrt(this.#error);
    const score = this.#error === 0 ? 0 : error / width;
    const square = error * error;
    this.#error = this.#error === 0 ? square : this.#error + ERROR_WEIGHT * (square - this.#error);
    return { score, expected: { yhat: (least + most) / 2, lower: least - width, upper: most + width } };
  }

  #before(slot: number): number[] {
    const means: number[] = [];
    for (let day = 1; day <= DAYS; day++) {
      for (const offset of OFFSETS) {
        const asked = slot - day * this.#perDay + offset;
        const place = asked % this.#means.length;
        if (this.#slots[place] === asked) means.push(this.#means[place] ?? 0);
      }
    }
    return means;
  }
}
