import { ModelError } from './model-error.ts';

/** How long a call may take, in milliseconds. */
export interface Waits {
  /** Until the first text. */
  readonly firstMs: number;
  /** From one piece to the next. */
  readonly idleMs: number;
  /** Altogether. */
  readonly totalMs: number;
}

/**
 * The time one call has, and its end: by the caller's signal, or by a wait that got too long.
 * What is awaited is left behind even when it does not listen to the signal.
 */
export class Patience {
  readonly #ending = new AbortController();
  readonly #outer: AbortSignal;
  readonly #until: number;
  /** Never fulfilled; rejected with the reason of the end. */
  readonly #ended: Promise<never>;
  readonly #onAbort = () => {
    this.#ending.abort(this.#outer.reason);
  };

  constructor(outer: AbortSignal, waits: Waits) {
    this.#outer = outer;
    this.#until = performance.now() + waits.totalMs;
    const { promise, reject } = Promise.withResolvers<never>();
    // The end of a call nobody waits for is no failure.
    promise.catch(() => undefined);
    this.#ended = promise;
    this.signal.addEventListener('abort', () => reject(this.signal.reason as Error), { once: true });
    outer.addEventListener('abort', this.#onAbort, { once: true });
    if (outer.aborted) this.#onAbort();
  }

  /** Aborted when the call is over, however it ended. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** @throws the outer signal's reason, or ModelError `timeout` after `ms` or when the whole time is used up */
  async wait<T>(promise: Promise<T>, ms: number): Promise<T> {
    const left = Math.max(0, Math.min(ms, this.#until - performance.now()));
    const timer = setTimeout(() => this.#ending.abort(tooLong(left)), left);
    try {
      return await Promise.race([promise, this.#ended]);
    } catch (thrown) {
      // Whatever a library made of the abort: the reason is what ended the call.
      this.signal.throwIfAborted();
      throw thrown;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the call: lets go of the connection and of the caller's signal. */
  end(): void {
    this.#outer.removeEventListener('abort', this.#onAbort);
    this.#ending.abort(new ModelError('cut', 'The call is over.'));
  }
}

function tooLong(ms: number): ModelError {
  return new ModelError(
    'timeout',
    `The model did not answer within ${Math.round(ms)} ms. Raise its time limit, or take a smaller model.`,
  );
}
