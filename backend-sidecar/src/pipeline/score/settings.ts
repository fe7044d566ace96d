import { BUCKET_MS } from '@presage/contract';

/** Every setting of scoring. One configuration serves every service. */
export interface ScoreSettings {
  /** Width of a bucket, ms. */
  readonly bucketMs: number;
  /** Live buckets a baseline learns from before it scores. */
  readonly warmupBuckets: number;
  /** New templates are scored once a service has been seen for this long … */
  readonly newTemplateWarmupMs: number;
  /** … or once this many live lines of it were seen. */
  readonly newTemplateWarmupLines: number;
  /** A count less than this far from its expectation is never anomalous (vmanomaly's min_dev_from_expected). */
  readonly minDeviation: number;
  /** Standard deviations that make a score of 1. */
  readonly band: number;
  /** Weight of the newest bucket in a baseline's mean: half of it is forgotten after ln 2 / weight buckets. */
  readonly learningRate: number;
  /** After an anomaly has ended, this many buckets need `cooldownFactor` times the deviation to start another. */
  readonly cooldownBuckets: number;
  readonly cooldownFactor: number;
  /** After a deployment marker, new templates of the class normal are not scored for this long, ms. */
  readonly rearmMs: number;
  /** A service silent for this many buckets gives no more samples until it logs again. */
  readonly silentBuckets: number;
}

export const DEFAULT_SCORE_SETTINGS: ScoreSettings = {
  bucketMs: BUCKET_MS,
  warmupBuckets: 30,
  newTemplateWarmupMs: 24 * 3_600_000,
  newTemplateWarmupLines: 100_000,
  minDeviation: 5,
  band: 6,
  learningRate: 0.02,
  cooldownBuckets: 6,
  cooldownFactor: 1.5,
  rearmMs: 600_000,
  silentBuckets: 360,
};
