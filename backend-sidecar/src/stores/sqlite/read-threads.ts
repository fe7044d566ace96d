import type { Log } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { ReadCalls } from './calls.ts';
import type { ReadWorkerData } from './read-worker.ts';
import { ABORTED, GO_ON, OUT_OF_TIME, timedOut } from './running-query.ts';
import type { ScanLimits } from './slice-reader.ts';
import { WorkerThread } from './worker-thread.ts';

/** A thread that has been told to stop and does not within this time is ended. */
const GRACE_MS = 2000;

export interface ReadThreadsOptions {
  readonly folder: string;
  readonly count: number;
  readonly timeoutMs: number;
  readonly limits: ScanLimits | undefined;
  readonly log: Log;
}

interface Thread {
  readonly worker: WorkerThread<ReadCalls>;
  readonly flag: Int32Array;
}

/**
 * The reading threads: each runs one query at a time, further ones wait in order. A query that is aborted or out of time, waiting
 * or running, rejects at once; its thread stops at the next row that it looks at, or is ended.
 */
export class ReadThreads {
  readonly #timeoutMs: number;
  readonly #idle: Thread[];
  readonly #all: readonly Thread[];
  readonly #queue: ((thread: Thread) => void)[] = [];

  constructor({ folder, count, timeoutMs, limits, log }: ReadThreadsOptions) {
    this.#timeoutMs = timeoutMs;
    this.#all = Array.from({ length: count }, () => startThread(folder, limits, log));
    this.#idle = [...this.#all];
  }

  /** Rejects with `query_timeout`, also when aborted, and with what the thread says. */
  async ask<Name extends keyof ReadCalls>(
    name: Name,
    arg: Parameters<ReadCalls[Name]>[0],
    signal: AbortSignal,
  ): Promise<ReturnType<ReadCalls[Name]>> {
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const stop = AbortSignal.any([signal, deadline]);
    const thread = await this.#take(stop, signal);
    if (stop.aborted) {
      this.#give(thread);
      throw stopped(signal);
    }
    const running = this.#run(thread, name, arg, stop, signal).finally(() => this.#give(thread));
    return raceStop(running, stop, signal);
  }

  /** Resolves when no thread holds a file open that was removed before. */
  async letGo(): Promise<void> {
    const running = this.#all.filter(({ worker }) => worker.isRunning);
    await Promise.all(running.map(({ worker }) => worker.call('letGo', undefined)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ worker }) => worker.end()));
  }

  async #run<Name extends keyof ReadCalls>(
    { worker, flag }: Thread,
    name: Name,
    arg: Parameters<ReadCalls[Name]>[0],
    stop: AbortSignal,
    signal: AbortSignal,
  ): Promise<ReturnType<ReadCalls[Name]>> {
    Atomics.store(flag, 0, GO_ON);
    let ending: NodeJS.Timeout | undefined;
    const onStop = (): void => {
      Atomics.store(flag, 0, signal.aborted ? ABORTED : OUT_OF_TIME);
      ending = setTimeout(() => void worker.end(), GRACE_MS);
    };
    stop.addEventListener('abort', onStop, { once: true });
    try {
      return await worker.call(name, arg);
    } finally {
      stop.removeEventListener('abort', onStop);
      clearTimeout(ending);
    }
  }

  #take(stop: AbortSignal, signal: AbortSignal): Promise<Thread> {
    if (stop.aborted) return Promise.reject(stopped(signal));
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    return new Promise((resolve, reject) => {
      const turn = (thread: Thread): void => {
        stop.removeEventListener('abort', giveUp);
        resolve(thread);
      };
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(turn), 1);
        reject(stopped(signal));
      };
      stop.addEventListener('abort', giveUp, { once: true });
      this.#queue.push(turn);
    });
  }

  #give(thread: Thread): void {
    const next = this.#queue.shift();
    if (next) next(thread);
    else this.#idle.push(thread);
  }
}

function startThread(folder: string, limits: ScanLimits | undefined, log: Log): Thread {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const data: ReadWorkerData = { folder, flag: shared, limits };
  return { worker: new WorkerThread<ReadCalls>('read-worker', data, log), flag: new Int32Array(shared) };
}

/** The answer of the thread, or the end of patience, whichever is first. */
function raceStop<Result>(running: Promise<Result>, stop: AbortSignal, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onStop = (): void => reject(stopped(signal));
    stop.addEventListener('abort', onStop, { once: true });
    running.then(resolve, reject).finally(() => stop.removeEventListener('abort', onStop));
  });
}

function stopped(signal: AbortSignal): PresageError {
  return signal.aborted
    ? new PresageError('query_timeout', 'The query was given up because nobody waits for its answer.')
    : timedOut();
}
