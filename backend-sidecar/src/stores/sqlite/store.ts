/**
 * The embedded store: SQLite in threads of its own, for one machine without VictoriaLogs and VictoriaMetrics.
 * In: decided batches; queries. Out: rows and series. When a write resolves, its batch is on the disk; sent again, it is stored once.
 * One file a time slice; the oldest are dropped by age and bytes. A long query never stops the writing.
 * Ceiling: one writing thread (100,000 rows a second measured, 290 B a row); beyond it the outbox grows until 429.
 */
import { mkdir } from 'node:fs/promises';
import type { Log, Meter } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { OutboxBatch, Reader, Sink, StoreHealth, WriteOutcome } from '../store.ts';
import type { WriteCalls } from './calls.ts';
import { ReadThreads } from './read-threads.ts';
import { sqliteReader } from './reader.ts';
import { SettledClock } from './settled-clock.ts';
import type { ScanLimits } from './slice-reader.ts';
import type { SliceSetOptions } from './slice-set.ts';
import { WorkerThread } from './worker-thread.ts';

export interface SqliteStoreOptions {
  /** Made if need be; nothing else may live in it. */
  readonly folder: string;
  readonly retentionMs: number;
  /** Bytes of all slices together. */
  readonly maxBytes: number;
  /** Width of a slice, at most a day; default six hours. */
  readonly sliceMs?: number;
  readonly queryTimeoutMs: number;
  readonly log: Log;
  readonly meter: Meter;
  /** For tests: other limits make few rows take the ways of many. */
  readonly scanLimits?: ScanLimits;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
  /** How long the clock must go on before lines are deleted by it; for tests. */
  readonly settleMs?: number;
}

export interface SqliteStore {
  readonly sink: Sink;
  readonly reader: Reader;
  /** Retention, now; runs by itself every minute. */
  retain(): Promise<void>;
}

const SLICE_MS = 6 * 60 * 60 * 1000;
const RETAIN_EVERY_MS = 60_000;
const READ_THREADS = 2;

/** Opens the store. Rejects when the folder cannot be made. `sink.close` ends it, reader and threads included. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { folder, retentionMs, maxBytes, sliceMs = SLICE_MS, queryTimeoutMs, log, now = Date.now } = options;
  await mkdir(folder, { recursive: true });
  const data: Omit<SliceSetOptions, 'log'> = { folder, retentionMs, maxBytes, sliceMs };
  const writer = new WorkerThread<WriteCalls>('write-worker', data, log);
  const readers = new ReadThreads({
    folder,
    count: READ_THREADS,
    timeoutMs: queryTimeoutMs,
    limits: options.scanLimits,
    log,
  });
  const clock = new SettledClock(options.settleMs);
  const retain = async (): Promise<void> => {
    // At the beginning of time nothing is too old; what is too much goes all the same.
    const nowMs = clock.timeOf(now(), performance.now()) ?? 0;
    const dropped = await writer.call('retain', { nowMs });
    if (dropped > 0) await readers.letGo();
  };
  const timer = setInterval(() => {
    retain().catch((thrown: unknown) => log.error('retention failed', { reason: String(thrown) }));
  }, RETAIN_EVERY_MS);
  timer.unref();
  await retain();
  const sink = new SqliteSink({ ...options, now }, writer, async () => {
    clearInterval(timer);
    await readers.close();
  });
  const reader = sqliteReader(readers, (path, reason) =>
    writer.call('setAside', { path, reason, nowMs: now() }),
  );
  return { sink, reader, retain };
}

/** Writes one batch after the other in the writing thread; every answer is final, so nothing is ever in doubt. */
class SqliteSink implements Sink {
  readonly name = 'sqlite';
  readonly kinds = ['rows', 'templates', 'samples'] as const;
  /** One is being written, the next is already with the thread. */
  readonly concurrency = 2;
  readonly #options: Pick<SqliteStoreOptions, 'meter'> & { readonly now: () => number };
  readonly #writer: WorkerThread<WriteCalls>;
  readonly #onClose: () => Promise<void>;
  #trouble: string | undefined;
  #isClosed = false;

  constructor(
    options: Pick<SqliteStoreOptions, 'meter'> & { readonly now: () => number },
    writer: WorkerThread<WriteCalls>,
    onClose: () => Promise<void>,
  ) {
    this.#options = options;
    this.#writer = writer;
    this.#onClose = onClose;
  }

  async write({ kind, tenant, payload, count }: OutboxBatch): Promise<WriteOutcome> {
    if (this.#isClosed) throw new PresageError('store_unavailable', 'The embedded store is closed.');
    const { meter, now } = this.#options;
    // A copy to give away: the payload may be a view on a larger buffer, and stays its owner's.
    const copy = Uint8Array.from(payload);
    try {
      const batch = { kind, tenant, payload: copy, nowMs: now() };
      const { stored, known, refused } = await this.#writer.call('write', batch, [copy.buffer]);
      this.#trouble = undefined;
      meter.add('presage_store_rows_total', { store: this.name, outcome: 'stored' }, stored);
      if (known > 0) meter.add('presage_store_rows_total', { store: this.name, outcome: 'resent' }, known);
      return { stored: count - refused.length, refused };
    } catch (thrown) {
      this.#trouble = thrown instanceof Error ? thrown.message : String(thrown);
      throw thrown;
    }
  }

  /** What was acknowledged is on the disk. */
  settle(): Promise<WriteOutcome> {
    return Promise.resolve({ stored: 0, refused: [] });
  }

  health(): Promise<StoreHealth> {
    const message = this.#trouble ?? `SQLite ${process.versions['sqlite'] ?? ''}, embedded`;
    return Promise.resolve({ name: this.name, ok: this.#trouble === undefined, message });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Readers first: the last one to close a file moves its write-ahead log into it.
    await this.#onClose();
    await this.#writer.call('close', undefined);
    await this.#writer.end();
  }
}
