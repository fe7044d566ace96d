import { PresageError } from '../../errors.ts';
import type { ValueTest } from '../match.ts';

/** What the process tells the reading thread while a statement runs, in shared memory. */
export const GO_ON = 0;
export const ABORTED = 1;
export const OUT_OF_TIME = 2;

/** The one query that a reading thread runs now: the tests its SQL calls, and whether it may go on. */
export class RunningQuery {
  readonly #flag: Int32Array;
  #tests: readonly ValueTest[] = [];

  /** One number, shared with the process, which sets it back to GO_ON before each query. */
  constructor(shared: SharedArrayBuffer) {
    this.#flag = new Int32Array(shared);
  }

  begin(tests: readonly ValueTest[]): void {
    this.#tests = tests;
    this.checkAlive();
  }

  /** Gives 1; throws `query_timeout` when the query is out of time, or no longer wanted. */
  checkAlive(): 1 {
    if (Atomics.load(this.#flag, 0) !== GO_ON) throw timedOut();
    return 1;
  }

  test(index: number, value: string): 0 | 1 {
    const test = this.#tests[index];
    if (!test) throw new Error(`the running query has no test ${index}`);
    return test(value) ? 1 : 0;
  }
}

export function timedOut(): PresageError {
  return new PresageError(
    'query_timeout',
    'The query took longer than its limit; ask for a shorter range, filter by service, class or template, or raise the limit (PRESAGE_QUERY_TIMEOUT).',
  );
}
