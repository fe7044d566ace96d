/** Wakes one waiter; a wake that comes before the wait is not lost. */
export class Signal {
  #pending = false;
  #waiter: (() => void) | undefined;

  wake(): void {
    this.#pending = true;
    this.#waiter?.();
  }

  /** Resolves at the next wake, at one that came since the last wait, or after `ms`. */
  async wait(ms?: number): Promise<void> {
    if (!this.#pending) await this.#sleep(ms);
    this.#pending = false;
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.#waiter = done;
      function done(): void {
        clearTimeout(timer);
        resolve();
      }
    });
  }
}

/** Waits, or ends early when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}
