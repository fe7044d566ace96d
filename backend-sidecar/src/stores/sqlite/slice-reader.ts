import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CLASS_AT, TEMPLATE_AT, type Kind } from './kinds.ts';
import type { Bound, Sql } from './compile.ts';
import type { RunningQuery } from './running-query.ts';
import type { Slice } from './slice-files.ts';
import { readFields } from '../stored-row.ts';

/** Kinds remembered per slice; of a slice with more the asked tenant's are read each time. */
const REMEMBERED_KINDS = 20_000;

/** How statements go over rows. */
export interface ScanLimits {
  /** Chosen rows up to which it is faster to fetch them one by one along the kinds than to walk the slice along time. */
  readonly fetchedRows: number;
  /** Rows that one statement sees that calls functions of ours: what it hands to them stays in memory until it ends. */
  readonly pieceRows: number;
}

/** One slice open for reading. */
export class SliceReader {
  readonly slice: Slice;
  readonly limits: ScanLimits;
  readonly #db: DatabaseSync;
  readonly #kinds: Kind[] = [];

  constructor(slice: Slice, db: DatabaseSync, running: RunningQuery, limits: ScanLimits) {
    this.slice = slice;
    this.limits = limits;
    this.#db = db;
    db.function('presage_alive', { deterministic: false }, () => running.checkAlive());
    db.function('presage_test', { deterministic: true }, (index, value) =>
      running.test(Number(index), String(value)),
    );
    db.function('presage_field', { deterministic: true }, (fields, name) =>
      fieldOfJson(String(fields), String(name)),
    );
  }

  all<Row>({ sql, values }: Sql): Row[] {
    return this.#db.prepare(sql).all(...values) as unknown as Row[];
  }

  /** Rows one by one; end the iteration before the next statement. */
  each<Row>({ sql, values }: Sql): IterableIterator<Row> {
    const statement: StatementSync = this.#db.prepare(sql);
    return statement.iterate(...(values as Bound[])) as unknown as IterableIterator<Row>;
  }

  /** Id of a tenant; undefined when the slice has nothing of it. */
  tenantId(name: string): number | undefined {
    return this.all<{ id: number }>({ sql: 'SELECT id FROM tenants WHERE name = ?', values: [name] })[0]?.id;
  }

  tenantCount(): number {
    return this.all<{ n: number }>({ sql: 'SELECT count(*) AS n FROM tenants', values: [] })[0]?.n ?? 0;
  }

  /** All kinds of a tenant. */
  kindsOf(tenant: number): readonly Kind[] {
    if (this.#kinds.length < REMEMBERED_KINDS) {
      const last = this.#kinds.at(-1)?.id ?? 0;
      const newer = { sql: `${KINDS} WHERE id > ? ORDER BY id LIMIT ?`, values: [last, REMEMBERED_KINDS] };
      this.#kinds.push(...this.all<KindRow>(newer).map(asKind));
    }
    if (this.#kinds.length < REMEMBERED_KINDS) return this.#kinds.filter((kind) => kind.tenant === tenant);
    return this.all<KindRow>({ sql: `${KINDS} WHERE tenant = ?`, values: [tenant] }).map(asKind);
  }

  close(): void {
    this.#db.close();
  }
}

const KINDS = 'SELECT id, tenant, service, class, severity, template FROM kinds';

interface KindRow {
  readonly id: number;
  readonly tenant: number;
  readonly service: string;
  readonly class: string;
  readonly severity: string;
  readonly template: string;
}

function asKind(row: KindRow): Kind {
  const values = [row.service, '', row.severity, ''];
  values[CLASS_AT] = row.class;
  values[TEMPLATE_AT] = row.template;
  return { id: row.id, tenant: row.tenant, values };
}

/** For names that a JSON path cannot hold. */
function fieldOfJson(fields: string, name: string): string {
  const parsed = readFields(fields);
  return parsed && Object.hasOwn(parsed, name) ? (parsed[name] ?? '') : '';
}
