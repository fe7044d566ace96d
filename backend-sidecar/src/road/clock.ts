/** Where the road gets its time from; tests turn it by hand. */
export interface Clock {
  /** Wall clock: milliseconds since 1970 and the nanoseconds (0…999,999) within that millisecond. */
  now(): { readonly ms: number; readonly nanos: number };
  /** Free-running milliseconds, for horizons: never steps. */
  monotonicMs(): number;
}

export const SYSTEM_CLOCK: Clock = {
  now() {
    const time = performance.timeOrigin + performance.now();
    const ms = Math.floor(time);
    return { ms, nanos: Math.floor((time - ms) * 1e6) };
  },
  monotonicMs: () => performance.now(),
};
