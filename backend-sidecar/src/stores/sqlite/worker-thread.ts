import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from '@presage/contract';
import { PresageError, messageOf } from '../../errors.ts';
import type { CallError, WorkerMessage } from './worker-calls.ts';

type Calls<Handlers> = { [Name in keyof Handlers]: (arg: never) => unknown };

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** Young garbage before a collection: half the memory of the default at the same speed (measured, 1 M rows). */
const YOUNG_MEGABYTES = 16;

/** An error of a call that names the file at fault. */
export class DamagedFileError extends PresageError {
  readonly path: string;
  constructor(error: CallError, path: string) {
    super('store_unavailable', error.message);
    this.path = path;
  }
}

/**
 * A worker thread of this folder and the calls in flight to it. One that dies fails its calls and is started again by the
 * next one; it holds no state that is not on the disk.
 */
export class WorkerThread<Handlers extends Calls<Handlers>> {
  readonly #file: string;
  readonly #data: unknown;
  readonly #log: Log;
  #running: Running | undefined;
  #nextId = 0;

  /** `file`: name without its ending, which is that of this file: `.ts` in a checkout, `.js` in a bundle. */
  constructor(file: string, data: unknown, log: Log) {
    this.#file = file;
    this.#data = data;
    this.#log = log;
  }

  call<Name extends keyof Handlers & string>(
    name: Name,
    arg: Parameters<Handlers[Name]>[0],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<Handlers[Name]>> {
    const { worker, waiting } = (this.#running ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, name, arg }, [...transfer]);
    });
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Ends the thread whatever it does; calls in flight fail. */
  async end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.worker.terminate();
  }

  #start(): Running {
    const url = new URL(`./${this.#file}${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
    const worker = new Worker(url, {
      workerData: this.#data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    });
    const running: Running = { worker, waiting: new Map() };
    const { waiting } = running;
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'log') this.#log[message.level](message.message, message.facts);
      else settle(waiting, message);
      // An idle thread keeps no process alive.
      if (waiting.size === 0) worker.unref();
    });
    worker.on('error', (thrown) => {
      this.#log.error('a thread of the embedded store died', {
        thread: this.#file,
        reason: messageOf(thrown),
      });
    });
    worker.on('exit', () => {
      if (this.#running === running) this.#running = undefined;
      for (const { reject } of waiting.values()) reject(interrupted());
    });
    return running;
  }
}

interface Running {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

function settle(waiting: Map<number, Waiting>, message: Exclude<WorkerMessage, { type: 'log' }>): void {
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === 'result') call?.resolve(message.result as never);
  else call?.reject(asError(message.error));
}

function interrupted(): PresageError {
  return new PresageError('store_unavailable', 'The embedded store was interrupted; try again.');
}

function asError(error: CallError): PresageError {
  return error.damaged === undefined
    ? new PresageError(error.code, error.message)
    : new DamagedFileError(error, error.damaged);
}
