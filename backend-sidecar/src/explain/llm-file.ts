/**
 * `llm.sqlite`: answers of models, what was spent on calls, and which templates were asked about. All of it can be had
 * again, so no fault of the file stops anything: a damaged one is set aside, told and begun anew.
 */
import { renameSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';

/** Format of the file; another one is set aside. */
const FORMAT = 1;

const TABLES = `
  CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, value TEXT NOT NULL, created_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS answers_used ON answers (used_ms);
  CREATE TABLE IF NOT EXISTS calls (
    hour INTEGER NOT NULL, tenant TEXT NOT NULL, purpose TEXT NOT NULL, calls INTEGER NOT NULL,
    PRIMARY KEY (hour, tenant, purpose)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS asked (
    key TEXT PRIMARY KEY, again_ms INTEGER NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
`;

type Row = Readonly<Record<string, unknown>>;

/** The open file. A call that fails is told once and gives nothing; it never throws. */
export class LlmFile {
  readonly #db: DatabaseSync;
  readonly #log: Log;
  #isTold = false;

  constructor(db: DatabaseSync, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  /** The rows of a query; [] when the file cannot be read. */
  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#guarded(() => this.#db.prepare(sql).all(...values), []);
  }

  /** Rows changed; 0 when the file cannot be written. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return this.#guarded(() => Number(this.#db.prepare(sql).run(...values).changes), 0);
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #guarded<T>(work: () => T, otherwise: T): T {
    if (!this.#db.isOpen) return otherwise;
    try {
      return work();
    } catch (thrown) {
      if (!this.#isTold)
        this.#log.warn('the file of model answers cannot be used; models are asked without it', {
          reason: messageOf(thrown),
        });
      this.#isTold = true;
      return otherwise;
    }
  }
}

/** Opens or makes the file. `:memory:` keeps nothing beyond the process. */
export function openLlmFile(path: string, log: Log, nowMs: number): LlmFile {
  try {
    return new LlmFile(openDatabase(path), log);
  } catch (thrown) {
    const reason = messageOf(thrown);
    log.warn('the file of model answers is damaged: it is set aside and begun anew', { file: path, reason });
  }
  try {
    setAside(path, nowMs);
    return new LlmFile(openDatabase(path), log);
  } catch (thrown) {
    const reason = messageOf(thrown);
    log.error('no file of model answers can be made; they are kept in memory', { file: path, reason });
    return new LlmFile(openDatabase(':memory:'), log);
  }
}

function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 2000 });
  try {
    // A lost answer is asked again: what the power takes may go, what a killed process leaves stays.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 4194304');
    assertSound(db);
    db.exec(`${TABLES} PRAGMA user_version = ${FORMAT}`);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function assertSound(db: DatabaseSync): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version !== 0 && version !== FORMAT) throw new Error(`its format is ${version}, not ${FORMAT}`);
  const found = String(db.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
  if (found !== 'ok') throw new Error(found);
}

function setAside(path: string, nowMs: number): void {
  for (const companion of ['', '-wal', '-shm']) renameIfThere(path + companion, nowMs);
}

function renameIfThere(path: string, nowMs: number): void {
  try {
    renameSync(path, `${path}.damaged-${nowMs}`);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}
