/**
 * What lies in the files of the embedded store. Writers create it, readers open it; nobody else knows a table.
 * A row's id is `(time ms − slice start) << ROW_BITS | n`, so the table itself is ordered by time and needs no index for it.
 * What many rows share (tenant, service, class, severity, template) is kept once, as their kind.
 */
import { DatabaseSync } from 'node:sqlite';

/** Rows of one millisecond that ids have room for: 2^26. With slices of at most a day (27 bits) an id stays a safe integer. */
export const ROW_BITS = 26;
export const ROWS_PER_MS = 2 ** ROW_BITS;
export const MAX_SLICE_MS = 24 * 60 * 60 * 1000;

/** Format of the files; another one is set aside as unreadable. */
const FORMAT = 1;

const SLICE_TABLES = `
  CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE kinds (
    id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL,
    service TEXT NOT NULL, class TEXT NOT NULL, severity TEXT NOT NULL, template TEXT NOT NULL,
    UNIQUE (tenant, service, class, severity, template));
  CREATE TABLE rows (
    id INTEGER PRIMARY KEY, nanos INTEGER NOT NULL, tenant INTEGER NOT NULL, kind INTEGER NOT NULL,
    event_id TEXT NOT NULL, score REAL, message TEXT NOT NULL, fields TEXT NOT NULL);
  CREATE UNIQUE INDEX rows_event ON rows (event_id, tenant);
  CREATE INDEX rows_kind ON rows (kind, tenant);
  CREATE TABLE series (
    id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, key TEXT NOT NULL, UNIQUE (tenant, key));
  CREATE TABLE samples (
    series INTEGER NOT NULL, time_ms INTEGER NOT NULL, value REAL NOT NULL,
    PRIMARY KEY (series, time_ms)) WITHOUT ROWID;
`;

const TEMPLATE_TABLES = `
  CREATE TABLE templates (
    tenant TEXT NOT NULL, template TEXT NOT NULL, service TEXT NOT NULL,
    time_ms INTEGER NOT NULL, time_nanos INTEGER NOT NULL, row TEXT NOT NULL,
    PRIMARY KEY (tenant, template, service));
`;

/** Name of the file that keeps the newest row of every template. */
export const TEMPLATES_FILE = 'templates.sqlite';

/** Bytes of write-ahead log after which it is moved into the file: a longer one makes commits stall less often, but for longer. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
const PAGE_BYTES = 8192;

/**
 * Opens a file for writing, making it when it is new. A commit is on the disk when it returns: a write-ahead log with
 * `synchronous = FULL` is synced at every commit.
 */
export function openForWriting(path: string, content: 'slice' | 'templates'): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    db.exec(`
      PRAGMA page_size = ${PAGE_BYTES};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_BYTES / PAGE_BYTES};
      PRAGMA journal_size_limit = ${CHECKPOINT_BYTES};
      PRAGMA cache_size = -16384;
    `);
    if (formatOf(db) === 0) create(db, content === 'slice' ? SLICE_TABLES : TEMPLATE_TABLES);
    checkFormat(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Opens a file for reading beside its writer; undefined while it is not there or still empty. Not memory-mapped: a file cut
 * short by others would kill the process instead of giving an error.
 */
export function openForReading(path: string): DatabaseSync | undefined {
  const db = openIfThere(path);
  if (!db) return undefined;
  try {
    if (formatOf(db) === 0) {
      db.close();
      return undefined;
    }
    checkFormat(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function openIfThere(path: string): DatabaseSync | undefined {
  try {
    return new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  } catch (thrown) {
    if (sqliteCode(thrown) === CANNOT_OPEN) return undefined;
    throw thrown;
  }
}

function create(db: DatabaseSync, tables: string): void {
  db.exec(`BEGIN IMMEDIATE; ${tables} PRAGMA user_version = ${FORMAT}; COMMIT;`);
}

function formatOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function checkFormat(db: DatabaseSync): void {
  const format = formatOf(db);
  if (format !== FORMAT) throw new UnknownFormatError(format);
}

export class UnknownFormatError extends Error {
  constructor(format: number) {
    super(`the file has format ${format}, this release reads format ${FORMAT}`);
    this.name = 'UnknownFormatError';
  }
}

const CANNOT_OPEN = 14;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** SQLite's primary result code of an error; undefined when SQLite did not throw it. */
export function sqliteCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return undefined;
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined;
}

/** Whether an error says that the file itself is of no use. */
export function isDamage(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code === CORRUPT || code === NOT_A_DATABASE || thrown instanceof UnknownFormatError;
}
