/**
 * The memory store: the same door as the others, everything in arrays. For tests, and as the oracle of the SQL compiler.
 * In: decided batches; queries. Out: rows and series. Nothing lives longer than the object; nothing is decided here that
 * match.ts, tally.ts and counted-series.ts decide.
 */
import { zstdDecompressSync } from 'node:zlib';
import { readSample, type SampleLine } from '../counters.ts';
import type { OutboxBatch, Reader, RefusedRow, Sink, StoredRow, WriteOutcome } from '../store.ts';
import {
  parseTime,
  readFields,
  readRow,
  refuseTime,
  storedRowOf,
  timeBounds,
  type TimeBounds,
} from '../stored-row.ts';
import { memoryReader } from './reader.ts';
import type { MemoryTables } from './tables.ts';

export interface MemoryStoreOptions {
  /** Default: for ever. */
  readonly retentionMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function openMemoryStore(options: MemoryStoreOptions = {}): {
  readonly sink: Sink;
  readonly reader: Reader;
} {
  const tables: MemoryTables = { rows: new Map(), samples: new Map(), templates: new Map() };
  return { sink: new MemorySink(tables, options), reader: memoryReader(tables) };
}

class MemorySink implements Sink {
  readonly name = 'memory';
  readonly kinds = ['rows', 'templates', 'samples'] as const;
  readonly concurrency = 1;
  readonly #tables: MemoryTables;
  readonly #options: MemoryStoreOptions;

  constructor(tables: MemoryTables, options: MemoryStoreOptions) {
    this.#tables = tables;
    this.#options = options;
  }

  write({ kind, tenant, payload }: OutboxBatch): Promise<WriteOutcome> {
    const { now = Date.now, retentionMs = Infinity } = this.#options;
    const bounds = timeBounds(now(), retentionMs);
    const put = { rows: putRow, templates: putTemplate, samples: putSample }[kind];
    const lines = zstdDecompressSync(payload)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    const refused = lines.flatMap((line) => put(this.#tables, tenant, line, bounds) ?? []);
    return Promise.resolve({ stored: lines.length - refused.length, refused });
  }

  settle(): Promise<WriteOutcome> {
    return Promise.resolve({ stored: 0, refused: [] });
  }

  health(): Promise<{ name: string; ok: boolean; message: string }> {
    return Promise.resolve({ name: this.name, ok: true, message: 'in memory' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Puts one line; gives why it cannot. */
type Put = (tables: MemoryTables, tenant: string, line: string, bounds: TimeBounds) => RefusedRow | undefined;

const putRow: Put = ({ rows }, tenant, line, bounds) => {
  const row = readRow(line, bounds);
  if ('reason' in row) return row;
  const byId = inside(rows, tenant, () => new Map<string, StoredRow>());
  if (!byId.has(row.eventId)) byId.set(row.eventId, storedRowOf(row));
  return undefined;
};

const putSample: Put = ({ samples }, tenant, line, bounds) => {
  const sample = readSample(line);
  if (!sample) return { line, reason: 'store_rejected', message: 'The line is not `name{labels} value ms`.' };
  const refused = refuseTime(line, sample.timeMs, bounds);
  if (refused || Number.isNaN(sample.value)) return refused;
  const series = inside(samples, tenant, () => new Map<string, Map<number, SampleLine>>());
  const byTime = inside(series, sample.key, () => new Map<number, SampleLine>());
  if (!byTime.has(sample.timeMs)) byTime.set(sample.timeMs, sample);
  return undefined;
};

const putTemplate: Put = ({ templates }, tenant, line) => {
  const fields = readFields(line);
  const time = parseTime(fields?.['_time'] ?? '');
  const template = fields?.['template_id'];
  if (!time || !template) {
    return { line, reason: 'store_rejected', message: 'The row has no _time or no template_id.' };
  }
  const key = JSON.stringify([tenant, template, fields['service'] ?? '']);
  const known = templates.get(key)?.order ?? [-Infinity, 0];
  const order = [time.timeMs, time.timeNanos] as const;
  if (order[0] > known[0] || (order[0] === known[0] && order[1] > known[1]))
    templates.set(key, { order, line });
  return undefined;
};

function inside<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
