import { BUCKET_MS } from '@presage/contract';

/** Where the road gets its time from; tests turn it by hand. */
export interface Clock {
  /** Wall clock: milliseconds since 1970 and the nanoseconds (0…999,999) within that millisecond. */
  now(): { readonly ms: number; readonly nanos: number };
  /** Free-running milliseconds, for horizons: never steps. */
  monotonicMs(): number;
}

export const SYSTEM_CLOCK: Clock = {
  // Not from `performance`: that one stands still while the machine sleeps and knows of no step of NTP.
  now: () => ({ ms: Date.now(), nanos: 0 }),
  monotonicMs: () => performance.now(),
};

/** Start of the bucket that a time lies in. */
export function bucketStart(ms: number): number {
  return Math.floor(ms / BUCKET_MS) * BUCKET_MS;
}
