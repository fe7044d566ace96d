import type { LogClass } from '@presage/contract';

/** Live lines of one bucket. */
export interface BucketCount {
  /** Begin of the bucket, ms. */
  start: number;
  lines: number;
  /** Lines that are an incident, or of severity error or critical. */
  errors: number;
  /** By class: incident, preventive_action, normal. */
  readonly classes: [number, number, number];
}

export function createBucketCount(start: number): BucketCount {
  return { start, lines: 0, errors: 0, classes: [0, 0, 0] };
}

export function countInBucket(count: BucketCount, logClass: LogClass, isError: boolean): void {
  count.lines++;
  if (isError) count.errors++;
  if (logClass === 'normal') count.classes[2]++;
  else count.classes[logClass === 'incident' ? 0 : 1]++;
}

/** Begin of the bucket that `timeMs` is in. */
export function bucketStart(timeMs: number, bucketMs: number): number {
  return Math.floor(timeMs / bucketMs) * bucketMs;
}
