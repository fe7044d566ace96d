/**
 * In: a series of numbers in order of time. Out: the same points, each with a score (0…1 as expected, above 1 anomalous, 0
 * while warming up) and the bounds that were expected, by what came before it alone. One configuration serves every series.
 */
import { SameTime } from './same-time.ts';
import { Shape } from './shape.ts';

export interface Point {
  /** Since 1970. */
  readonly timeMs: number;
  readonly value: number;
}

export interface ScoredPoint extends Point {
  readonly score: number;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}

/** Points before anything is scored; they also teach what comes after. */
const WARMUP = 150;
/** An anomaly is told once: on this many points after it none is told again (a cool-down from past points only). */
const COOLDOWN = 200;
/** What a point of an anomaly that was told already gets at most. */
const TOLD = 0.9;
const MOST = 10;

/** Scores a series; a value that is not a number gets 0 and teaches nothing. */
export function detectSeries(points: readonly Point[]): ScoredPoint[] {
  const detector = new SeriesDetector(stepOf(points));
  return points.map((point) => detector.score(point));
}

class SeriesDetector {
  readonly #shape = new Shape();
  readonly #sameTime: SameTime;
  readonly #spread = new Spread();
  #seen = 0;
  /** Points left on which no anomaly is told. */
  #quiet = 0;

  constructor(stepMs: number) {
    this.#sameTime = new SameTime(stepMs);
  }

  score(point: Point): ScoredPoint {
    const { timeMs, value } = point;
    const bounds = this.#spread.bounds();
    if (!Number.isFinite(value) || !Number.isFinite(timeMs)) return { ...point, score: 0, ...bounds };
    const { score, expected } = this.#sameTime.score(timeMs, value);
    const raw = Math.min(MOST, Math.max(this.#shape.score(value), score));
    this.#spread.add(value);
    return { ...point, score: this.#seen++ < WARMUP ? 0 : this.#tell(raw), ...(expected ?? bounds) };
  }

  #tell(raw: number): number {
    if (this.#quiet > 0) {
      this.#quiet--;
      return Math.min(raw, TOLD);
    }
    if (raw > 1) this.#quiet = COOLDOWN;
    return raw;
  }
}

/** What is expected before there are days to compare with: the mean so far, three standard deviations around. */
class Spread {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    const off = value - this.#mean;
    this.#mean += off / ++this.#count;
    this.#squares += off * (value - this.#mean);
  }

  bounds(): { yhat: number; lower: number; upper: number } {
    const width = 3 * Math.sqrt(this.#count === 0 ? 0 : this.#squares / this.#count);
    return { yhat: this.#mean, lower: this.#mean - width, upper: this.#mean + width };
  }
}

/** The middle one of the distances of neighbours; a minute when there are none. */
function stepOf(points: readonly Point[]): number {
  const steps = points
    .slice(1, 1001)
    .map(({ timeMs }, i) => timeMs - (points[i]?.timeMs ?? timeMs))
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 60_000;
}
