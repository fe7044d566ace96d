import type { Detector } from '@presage/contract';

/** One detector's word on one bucket, by vmanomaly's rule: 0…1 as expected, above 1 anomalous, 0 while warming up. */
export interface BucketScore {
  readonly for: Detector;
  readonly score: number;
  /** What was seen: lines, share of error lines (0…1), or new templates. */
  readonly y: number;
  /** What was expected, with the bounds at which the score is 1. */
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
}
