import { BUCKET_MS } from '@presage/contract';

/** One number of a metric, now. */
export interface Measure {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What one metric with one set of labels was, a point for each bucket that has one. */
export interface HealthSeries {
  readonly name: string;
  readonly type: Measure['type'];
  readonly labels: Readonly<Record<string, string>>;
  /** Starts of buckets, ms, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

interface Track extends Pick<Measure, 'name' | 'type' | 'labels'> {
  readonly values: Float64Array;
}

/** A day of buckets: as long as a dashboard of health looks back. */
const KEPT_BUCKETS = 86_400_000 / BUCKET_MS;
/** Each takes 69 kB. */
const MAX_TRACKS = 400;

/** The last day of our own metrics, in memory, so that dashboards and rules need no second store for them. */
export class HealthHistory {
  readonly #tracks = new Map<string, Track>();
  #first = -1;
  #last = -1;

  /** Keeps what was measured at `nowMs`; of several times in one bucket the last counts. */
  take(nowMs: number, measures: readonly Measure[]): void {
    const bucket = Math.floor(nowMs / BUCKET_MS);
    if (bucket < this.#last) this.#forget(bucket);
    // The bucket before the first stands for the start of the process, when every counter was zero.
    if (this.#first < 0) this.#first = bucket - 1;
    else this.#clear(this.#last + 1, bucket);
    for (const measure of measures) {
      const track = this.#trackOf(measure, bucket);
      if (track !== undefined) track.values[bucket % KEPT_BUCKETS] = measure.value;
    }
    this.#last = bucket;
  }

  /** The series of these metrics with their points in [from, to]. */
  series(names: readonly string[], fromMs: number, toMs: number): HealthSeries[] {
    const from = Math.max(Math.ceil(fromMs / BUCKET_MS), this.#first, this.#last - KEPT_BUCKETS + 1);
    const to = Math.min(Math.floor(toMs / BUCKET_MS), this.#last);
    const wanted = new Set(names);
    return [...this.#tracks.values()]
      .filter(({ name }) => wanted.has(name))
      .map((track) => pointsOf(track, from, to));
  }

  /** A counter that was not there in the bucket before was zero. */
  #trackOf({ name, type, labels }: Measure, bucket: number): Track | undefined {
    const key = JSON.stringify([name, Object.entries(labels).sort()]);
    let track = this.#tracks.get(key);
    if (track !== undefined || this.#tracks.size >= MAX_TRACKS) return track;
    track = { name, type, labels, values: new Float64Array(KEPT_BUCKETS).fill(NaN) };
    if (type === 'counter') track.values[(bucket - 1) % KEPT_BUCKETS] = 0;
    this.#tracks.set(key, track);
    return track;
  }

  /** The clock was put back: what was measured from this bucket on is of a time that is still to come. */
  #forget(bucket: number): void {
    this.#clear(bucket, this.#last);
    this.#first = Math.min(this.#first, bucket - 1);
    this.#last = bucket;
  }

  #clear(from: number, to: number): void {
    const start = Math.max(from, to - KEPT_BUCKETS + 1);
    for (const { values } of this.#tracks.values())
      for (let bucket = start; bucket <= to; bucket++) values[bucket % KEPT_BUCKETS] = NaN;
  }
}

function pointsOf({ name, type, labels, values }: Track, from: number, to: number): HealthSeries {
  const times: number[] = [];
  const found: number[] = [];
  for (let bucket = from; bucket <= to; bucket++) {
    const value = values[bucket % KEPT_BUCKETS] ?? NaN;
    if (Number.isNaN(value)) continue;
    times.push(bucket * BUCKET_MS);
    found.push(value);
  }
  return { name, type, labels, times, values: found };
}
