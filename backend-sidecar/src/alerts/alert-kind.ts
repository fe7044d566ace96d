import { BUCKET_MS, type LogClass } from '@presage/contract';

/** What an alert says of a kind of line. Fixed with its first line: a changed label would resolve the alert and fire another. */
export interface AlertLabels {
  readonly service: string;
  readonly category: string;
  readonly template_id: string;
  /** `none` where no signature decided. */
  readonly signature: string;
  readonly template: string;
  readonly sample: string;
}

export interface SavedKind {
  readonly tenant: string;
  /** As the sender wrote it; the label is without what could be a link. */
  readonly service: string;
  readonly class: LogClass;
  readonly labels: AlertLabels;
  /** Template ids by which its lines come. */
  readonly ids: readonly string[];
  readonly sinceMs: number;
  readonly lastMs: number;
  /** Start of a bucket, lines in it. */
  readonly counts: readonly (readonly [bucketMs: number, lines: number])[];
}

/** One kind of line that is not normal: a template of a service in one class, with its lines by the time they were decided. */
export class AlertKind {
  readonly tenant: string;
  readonly service: string;
  readonly class: LogClass;
  readonly labels: AlertLabels;
  readonly ids: Set<string>;
  /** When it began, after having been silent for as long as alerts are held. */
  sinceMs: number;
  lastMs: number;
  #counts: [number, number][];

  constructor(saved: SavedKind) {
    this.tenant = saved.tenant;
    this.service = saved.service;
    this.class = saved.class;
    this.labels = saved.labels;
    this.ids = new Set(saved.ids);
    this.sinceMs = saved.sinceMs;
    this.lastMs = saved.lastMs;
    this.#counts = saved.counts.map(([bucketMs, lines]) => [bucketMs, lines]);
  }

  add(nowMs: number, holdMs: number): void {
    if (nowMs - this.lastMs > holdMs) this.sinceMs = nowMs;
    this.lastMs = nowMs;
    const bucketMs = Math.floor(nowMs / BUCKET_MS) * BUCKET_MS;
    this.#putBack(bucketMs);
    const newest = this.#counts.at(-1);
    if (newest?.[0] === bucketMs) newest[1]++;
    else {
      this.#counts = this.#counts.filter(([startMs]) => startMs > nowMs - 2 * holdMs);
      this.#counts.push([bucketMs, 1]);
    }
  }

  /** A clock that was put back leaves no line in the time to come, where nobody would ask for it. */
  #putBack(bucketMs: number): void {
    if ((this.#counts.at(-1)?.[0] ?? bucketMs) <= bucketMs) return;
    this.sinceMs = Math.min(this.sinceMs, bucketMs);
    this.#counts = this.#counts.map(([startMs, lines]) => [Math.min(startMs, bucketMs), lines]);
  }

  /** Lines in the buckets that the window touches. */
  count(fromMs: number, toMs: number): number {
    let lines = 0;
    for (const [startMs, count] of this.#counts)
      if (startMs + BUCKET_MS > fromMs && startMs <= toMs) lines += count;
    return lines;
  }

  /** Time that passed while nobody listened does not count as silence. */
  shift(byMs: number): void {
    this.sinceMs += byMs;
    this.lastMs += byMs;
    this.#counts = this.#counts.map(([startMs, lines]) => [startMs + byMs, lines]);
  }

  save(): SavedKind {
    const { tenant, service, class: logClass, labels, sinceMs, lastMs } = this;
    return {
      tenant,
      service,
      class: logClass,
      labels,
      ids: [...this.ids],
      sinceMs,
      lastMs,
      counts: this.#counts,
    };
  }
}
