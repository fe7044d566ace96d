/** A thread that reads: one query at a time, from the files that the writing thread keeps. It changes nothing. */
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { ReadCalls } from './calls.ts';
import { readFieldNames, readFieldValues } from './read-fields.ts';
import { readEvent, readLogs } from './read-logs.ts';
import { readAnomalies, readArrivals } from './read-series.ts';
import { readStats } from './read-stats.ts';
import { readTemplates } from './read-templates.ts';
import { RunningQuery } from './running-query.ts';
import { TEMPLATES_FILE } from './schema.ts';
import { SlicePool } from './slice-pool.ts';
import type { ScanLimits } from './slice-reader.ts';
import { answerCalls } from './worker-calls.ts';

export interface ReadWorkerData {
  readonly folder: string;
  /** See RunningQuery. */
  readonly flag: SharedArrayBuffer;
  readonly limits: ScanLimits | undefined;
}

const { folder, flag, limits } = workerData as ReadWorkerData;
const running = new RunningQuery(flag);
const pool = new SlicePool(folder, running, limits);

const handlers: ReadCalls = {
  letGo: () => pool.closeRemoved(),
  logs: (query) => readLogs(pool, running, query),
  event: (arg) => readEvent(pool, running, arg),
  stats: (query) => (query.time === 'arrival' ? readArrivals : readStats)(pool, running, query),
  anomalies: (query) => readAnomalies(pool, running, query),
  fields: (scope) => readFieldNames(pool, running, scope),
  fieldValues: (arg) => readFieldValues(pool, running, arg),
  templates: ({ after }) => readTemplates(join(folder, TEMPLATES_FILE), after),
};
answerCalls({ ...handlers });
