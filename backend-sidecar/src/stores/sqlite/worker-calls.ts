/**
 * Calls between the process and a worker thread: one message there, one back, in order.
 * In: handlers by name. Out: results, or errors as a code and a sentence. No function and no error object crosses over.
 */
import { parentPort } from 'node:worker_threads';
import type { ErrorCode, Log } from '@presage/contract';
import { PresageError, messageOf } from '../../errors.ts';
import { isDamage, sqliteCode } from './schema.ts';
import { DamagedSliceError } from './slice-set.ts';

export interface Call {
  readonly id: number;
  readonly name: string;
  readonly arg: unknown;
}

export interface CallError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Path of the file that turned out to be damaged. */
  readonly damaged: string | undefined;
}

export type WorkerMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: CallError }
  | { readonly type: 'log'; readonly level: keyof Log; readonly message: string; readonly facts: Facts };

type Facts = Readonly<Record<string, unknown>> | undefined;
type Handlers = Readonly<Record<string, (arg: never) => unknown>>;

/** In a worker: answers calls until the thread is ended. */
export function answerCalls(handlers: Handlers): void {
  parentPort?.on('message', ({ id, name, arg }: Call) => {
    try {
      const handler = handlers[name];
      if (!handler) throw new Error(`no handler ${name}`);
      post({ type: 'result', id, result: handler(arg as never) });
    } catch (thrown) {
      post({ type: 'error', id, error: asCallError(thrown) });
    }
  });
}

/** In a worker: a log that writes to the process's. */
export const WORKER_LOG: Log = {
  debug: (message, facts) => post({ type: 'log', level: 'debug', message, facts }),
  info: (message, facts) => post({ type: 'log', level: 'info', message, facts }),
  warn: (message, facts) => post({ type: 'log', level: 'warn', message, facts }),
  error: (message, facts) => post({ type: 'log', level: 'error', message, facts }),
};

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function asCallError(thrown: unknown): CallError {
  const damaged = thrown instanceof DamagedSliceError ? thrown.path : undefined;
  if (thrown instanceof PresageError) return { code: thrown.code, message: thrown.message, damaged };
  const isOfTheDisk =
    sqliteCode(thrown) !== undefined || isDamage(thrown) || damaged !== undefined || isSystemError(thrown);
  return {
    code: isOfTheDisk ? 'store_unavailable' : 'internal',
    message: `The embedded store failed: ${messageOf(thrown)}`,
    damaged,
  };
}

function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown;
}
