import type { LogRecord, RecordBatch } from '../src/pipeline/record.ts';

export const TENANT = '0:0';

/** Records as one request of live lines. */
export function batchOf(records: readonly LogRecord[], sequence = 0, arrivalMs = 1000): RecordBatch {
  const rest = { source: 'eval', origin: 'eval', arrivalNanos: 0, streamFields: undefined };
  return { tenant: TENANT, sequence, arrivalMs, backfill: false, records, ...rest };
}
