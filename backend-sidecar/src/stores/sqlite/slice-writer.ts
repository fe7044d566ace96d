import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { numberOf } from '../match.ts';
import { SCORE_FIELD, type RowParts } from '../stored-row.ts';
import type { SampleLine } from '../counters.ts';
import { openForWriting, ROWS_PER_MS } from './schema.ts';
import { sliceBytes, type Slice } from './slice-files.ts';

/** Keys remembered per slice; beyond it they are looked up again. */
const REMEMBERED = 100_000;

/**
 * One slice open for writing. Rows and samples are put between begin and commit; what was committed is on the disk.
 * A row whose event id the tenant already has, and a sample that the series already has, are left as they are.
 */
export class SliceWriter {
  readonly slice: Slice;
  readonly #db: DatabaseSync;
  readonly #statements: Statements;
  readonly #tenants: Dictionary;
  readonly #kinds: Dictionary;
  readonly #series: Dictionary;
  /** Next free id of the milliseconds met in this transaction. */
  readonly #nextIds = new Map<number, number>();
  /** A slice with a row at its very end cannot be cut. */
  #isUncuttable = false;

  constructor(slice: Slice) {
    this.slice = slice;
    this.#db = openForWriting(slice.path, 'slice');
    this.#statements = prepare(this.#db);
    const { findTenant, addTenant, findKind, addKind, findSeries, addSeries } = this.#statements;
    this.#tenants = new Dictionary(findTenant, addTenant);
    this.#kinds = new Dictionary(findKind, addKind);
    this.#series = new Dictionary(findSeries, addSeries);
  }

  begin(): void {
    this.#db.exec('BEGIN IMMEDIATE');
    this.#nextIds.clear();
  }

  commit(): void {
    this.#db.exec('COMMIT');
  }

  rollback(): void {
    for (const dictionary of [this.#tenants, this.#kinds, this.#series]) dictionary.forget();
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Whether the row is new. */
  putRow(tenantName: string, row: RowParts): boolean {
    const tenant = this.#tenants.idOf(tenantName, [tenantName]);
    const kind = this.#kinds.idOf(`${tenant}\0${row.kind.join('\0')}`, [tenant, ...row.kind]);
    const { changes } = this.#statements.addRow.run(
      this.#nextId(row.timeMs),
      row.timeNanos,
      tenant,
      kind,
      row.eventId,
      scoreOf(row),
      row.message,
      JSON.stringify(row.rest),
    );
    return changes === 1;
  }

  /** Whether the sample is new. */
  putSample(tenantName: string, { key, timeMs, value }: SampleLine): boolean {
    const tenant = this.#tenants.idOf(tenantName, [tenantName]);
    const series = this.#series.idOf(`${tenant}\0${key}`, [tenant, key]);
    return this.#statements.addSample.run(series, timeMs, value).changes === 1;
  }

  bytes(): number {
    return sliceBytes(this.slice);
  }

  /** The first time after all that is stored here, where another slice can begin; undefined when that is not before the end. */
  cutMs(): number | undefined {
    if (this.#isUncuttable) return undefined;
    const { startMs, endMs } = this.slice;
    const newest = this.#statements.newest.get() as { row: number | null; sample: number | null };
    const row = newest.row === null ? startMs : startMs + Math.floor(newest.row / ROWS_PER_MS);
    const cut = Math.max(row, newest.sample ?? startMs) + 1;
    this.#isUncuttable = cut >= endMs;
    return this.#isUncuttable ? undefined : cut;
  }

  close(): void {
    this.#db.close();
  }

  #nextId(timeMs: number): number {
    let id = this.#nextIds.get(timeMs);
    if (id === undefined) {
      const first = (timeMs - this.slice.startMs) * ROWS_PER_MS;
      const { id: last } = this.#statements.lastId.get(first, first + ROWS_PER_MS) as { id: number | null };
      id = last === null ? first : last + 1;
    }
    this.#nextIds.set(timeMs, id + 1);
    return id;
  }
}

function scoreOf({ rest }: RowParts): number | null {
  const text = rest[SCORE_FIELD];
  return text === undefined ? null : (numberOf(text) ?? null);
}

type Statements = ReturnType<typeof prepare>;

function prepare(db: DatabaseSync): Record<keyof typeof SQL, StatementSync> {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)] as const);
  return Object.fromEntries(entries) as Record<keyof typeof SQL, StatementSync>;
}

const SQL = {
  findTenant: 'SELECT id FROM tenants WHERE name = ?',
  addTenant: 'INSERT INTO tenants (name) VALUES (?)',
  findKind:
    'SELECT id FROM kinds WHERE tenant = ? AND service = ? AND class = ? AND severity = ? AND template = ?',
  addKind: 'INSERT INTO kinds (tenant, service, class, severity, template) VALUES (?, ?, ?, ?, ?)',
  findSeries: 'SELECT id FROM series WHERE tenant = ? AND key = ?',
  addSeries: 'INSERT INTO series (tenant, key) VALUES (?, ?)',
  lastId: 'SELECT max(id) AS id FROM rows WHERE id >= ? AND id < ?',
  addRow: `INSERT INTO rows (id, nanos, tenant, kind, event_id, score, message, fields)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id, tenant) DO NOTHING`,
  addSample:
    'INSERT INTO samples (series, time_ms, value) VALUES (?, ?, ?) ON CONFLICT (series, time_ms) DO NOTHING',
  newest: 'SELECT (SELECT max(id) FROM rows) AS row, (SELECT max(time_ms) FROM samples) AS sample',
} as const;

/** Small ids for long keys, as the table gives them. */
class Dictionary {
  readonly #ids = new Map<string, number>();
  readonly #find: StatementSync;
  readonly #add: StatementSync;

  constructor(find: StatementSync, add: StatementSync) {
    this.#find = find;
    this.#add = add;
  }

  idOf(key: string, values: readonly (string | number)[]): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const found = this.#find.get(...values) as { id: number } | undefined;
    const id = found?.id ?? Number(this.#add.run(...values).lastInsertRowid);
    if (this.#ids.size >= REMEMBERED) this.#ids.clear();
    this.#ids.set(key, id);
    return id;
  }

  /** After a rollback: ids given in it do not exist. */
  forget(): void {
    this.#ids.clear();
  }
}
