import type { DeadLetterReason } from '@presage/contract';
import type { Entry, EntryHead } from '../journal/journal.ts';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { LineParameters, LogRecord, RecordBatch } from '../pipeline/record.ts';
import type { Arrival } from '../sources/source.ts';

/**
 * How a request lies in the journal: its body as it came, decompressed, and in `parameters` what is needed to read it again to the
 * same records. Lines that were refused are refused again and skipped, so that positions stay the same.
 */
interface StoredParameters extends LineParameters {
  readonly origin?: string;
  readonly idempotencyKey?: string;
  /** Arrival as the intake saw it: gives times without a year theirs. */
  readonly referenceMs: number;
}

/**
 * From the intake's look at the clock to the journal's it takes less. Where the clock was ahead for a while, lines without a time
 * would be stored in a future that no query looks at, and that VictoriaLogs refuses from two days on.
 */
const PUT_BACK_MS = 10_000;

export interface Reject {
  readonly line: number;
  readonly reason: DeadLetterReason;
  readonly message: string;
  readonly text: string;
}

export interface ReadLines {
  readonly records: readonly LogRecord[];
  readonly rejects: readonly Reject[];
}

/** Bytes to records: the same at the door and on replay. */
export function readLines(body: Uint8Array, parameters: LineParameters, referenceMs: number): ReadLines {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return decodeLines(text, parameters, referenceMs);
}

export function lineEntryHead(arrival: Arrival, count: number, referenceMs: number, type: number): EntryHead {
  const stored: StoredParameters = {
    ...arrival.parameters,
    ...(arrival.origin === undefined ? {} : { origin: arrival.origin }),
    ...(arrival.idempotencyKey === undefined ? {} : { idempotencyKey: arrival.idempotencyKey }),
    referenceMs,
  };
  return {
    type,
    tenant: arrival.tenant,
    source: arrival.source,
    position: arrival.position ?? '',
    backfill: arrival.backfill,
    parameters: JSON.stringify(stored),
    count,
  };
}

/** The parameters of an entry of ours. */
export function storedParameters(entry: Pick<Entry, 'parameters'>): StoredParameters {
  return JSON.parse(entry.parameters) as StoredParameters;
}

/** A journalled entry as the batch that the pipeline takes. */
export function batchOf(entry: Entry, writer: string): RecordBatch {
  const parameters = storedParameters(entry);
  const { records } = readLines(entry.payload, parameters, parameters.referenceMs);
  return stampedBatch(entry, entry, parameters, records, writer);
}

/** Joins what arrived with the stamp that the journal gave it. */
export function stampedBatch(
  head: Pick<EntryHead, 'tenant' | 'source' | 'backfill'>,
  stamp: Pick<Entry, 'sequence' | 'arrivalMs' | 'arrivalNanos'>,
  parameters: Pick<StoredParameters, 'streamFields' | 'origin' | 'referenceMs'>,
  records: readonly LogRecord[],
  writer: string,
): RecordBatch {
  return {
    tenant: head.tenant,
    source: head.source,
    origin: parameters.origin ?? writer,
    sequence: stamp.sequence,
    arrivalMs: stamp.arrivalMs,
    arrivalNanos: stamp.arrivalNanos,
    ...(stamp.arrivalMs - parameters.referenceMs > PUT_BACK_MS ? { clockMs: parameters.referenceMs } : {}),
    backfill: head.backfill,
    streamFields: parameters.streamFields,
    records,
  };
}
