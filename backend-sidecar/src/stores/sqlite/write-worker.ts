/** The thread that writes: batches in, durable slices out. It alone writes to the files of the embedded store. */
import { workerData } from 'node:worker_threads';
import { BatchWriter } from './batch-writer.ts';
import type { WriteCalls } from './calls.ts';
import type { SliceSetOptions } from './slice-set.ts';
import { WORKER_LOG, answerCalls } from './worker-calls.ts';

const writer = new BatchWriter({ ...(workerData as Omit<SliceSetOptions, 'log'>), log: WORKER_LOG });

const handlers: WriteCalls = {
  write: ({ nowMs, ...batch }) => writer.write(batch, nowMs),
  retain: ({ nowMs }) => writer.retain(nowMs),
  setAside: ({ path, nowMs, reason }) => writer.setAside(path, nowMs, reason),
  close: () => writer.close(),
};
answerCalls({ ...handlers });
