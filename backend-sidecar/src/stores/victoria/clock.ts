/** Time as the sinks need it; tests turn it by hand. */
export interface StoreClock {
  /** Milliseconds since 1970. */
  wallMs(): number;
  /** Free-running milliseconds, the same that `ackedAtMs` of `settle` is in. */
  monotonicMs(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const STORE_CLOCK: StoreClock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    }),
};
