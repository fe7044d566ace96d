import { BUCKET_MS } from '@presage/contract';

/** Where the road gets its time from; tests turn it by hand. */
export interface Clock {
  /** Wall clock, ms since 1970. */
  nowMs(): number;
  /** Free-running milliseconds, for horizons: never steps. */
  monotonicMs(): number;
}

export const SYSTEM_CLOCK: Clock = {
  // Not from `performance`: that one stands still while the machine sleeps and knows of no step of NTP.
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Start of the bucket that a time lies in. */
export function bucketStart(ms: number): number {
  return Math.floor(ms / BUCKET_MS) * BUCKET_MS;
}
