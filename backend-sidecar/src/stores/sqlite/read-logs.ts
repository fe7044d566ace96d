import { PageSize } from '../page-size.ts';
import { readFields, storedRowOf, withoutPrototype } from '../stored-row.ts';
import type { LogsPage, LogsQuery, StoredRow } from '../store.ts';
import type { Unsignalled } from './calls.ts';
import { fromRows, type CompiledScope, type Reach, type Sql } from './compile.ts';
import type { RunningQuery } from './running-query.ts';
import { ROWS_PER_MS, ROW_BITS } from './schema.ts';
import { ScopePlan, type Way } from './scope-plan.ts';
import type { SlicePool } from './slice-pool.ts';
import type { SliceReader } from './slice-reader.ts';

type Direction = LogsQuery['direction'];

/** Lines in the asked direction, slice after slice until there is one more than asked for. */
export function readLogs(
  pool: SlicePool,
  running: RunningQuery,
  query: Unsignalled<LogsQuery>,
): Omit<LogsPage, 'executed'> {
  const plan = new ScopePlan(query);
  running.begin(plan.compiled.tests);
  const slices = pool.between(query.fromMs, query.toMs);
  const rows: StoredRow[] = [];
  const page: Page = { plan, direction: query.direction, size: new PageSize() };
  for (const slice of query.direction === 'backward' ? slices.reverse() : slices) {
    const missing = query.limit + 1 - rows.length;
    if (missing <= 0) break;
    const found = pool.read(slice, (reader) => readSlice(reader, page, missing));
    if (found) rows.push(...found);
  }
  return { rows: rows.slice(0, query.limit), truncated: rows.length > query.limit };
}

/** What is asked, and how much of it there is so far. */
interface Page {
  readonly plan: ScopePlan;
  readonly direction: Direction;
  readonly size: PageSize;
}

function readSlice(reader: SliceReader, page: Page, limit: number): StoredRow[] {
  const { plan, direction } = page;
  const part = plan.partOf(reader);
  if (!part) return [];
  const rows: StoredRow[] = [];
  for (const way of plan.waysTo(reader, part, { direction })) {
    if (rows.length >= limit) break;
    rows.push(...readWay(reader, way, page, limit - rows.length));
  }
  return rows;
}

function readWay(
  reader: SliceReader,
  way: Way,
  { plan: { compiled }, direction, size }: Page,
  limit: number,
): StoredRow[] {
  const from = fromRows(way.access, narrowed(reader, way, compiled, direction, limit), compiled.conditions);
  const order = direction === 'backward' ? 'DESC' : 'ASC';
  const found = reader.each<RowColumns>({
    sql: `SELECT ${COLUMNS} FROM (SELECT * ${from.sql}
        ORDER BY id >> ${ROW_BITS} ${order}, nanos ${order}, event_id ${order} LIMIT ?) AS r
        JOIN kinds ON kinds.id = r.kind
        ORDER BY r.id >> ${ROW_BITS} ${order}, r.nanos ${order}, r.event_id ${order}`,
    values: [...from.values, limit],
  });
  const rows: StoredRow[] = [];
  for (const row of found) {
    size.add(row.message.length + row.fields.length);
    rows.push(asStoredRow(row, reader.slice.startMs));
  }
  return rows;
}

/**
 * Ids follow time to the millisecond only, so the rows are looked for along them first (which stops early), and then all rows
 * of the milliseconds met are put in order of nanosecond and event id.
 */
function narrowed(
  reader: SliceReader,
  { access, reach }: Way,
  { conditions }: CompiledScope,
  direction: Direction,
  limit: number,
): Reach {
  const order = direction === 'backward' ? 'DESC' : 'ASC';
  const from = fromRows(access, reach, conditions);
  const edge = reader.all<{ id: number }>({
    sql: `SELECT id ${from.sql} ORDER BY id ${order} LIMIT 1 OFFSET ?`,
    values: [...from.values, limit - 1],
  })[0];
  if (!edge) return reach;
  const millisecond = Math.floor(edge.id / ROWS_PER_MS) * ROWS_PER_MS;
  return direction === 'backward'
    ? { ...reach, fromId: Math.max(reach.fromId, millisecond) }
    : { ...reach, belowId: Math.min(reach.belowId, millisecond + ROWS_PER_MS) };
}

const COLUMNS = `r.id, r.nanos, r.event_id AS eventId, r.message, r.fields,
  kinds.service, kinds.class, kinds.severity, kinds.template`;

interface RowColumns {
  readonly id: number;
  readonly nanos: number;
  readonly eventId: string;
  readonly message: string;
  readonly fields: string;
  readonly service: string;
  readonly class: string;
  readonly severity: string;
  readonly template: string;
}

function asStoredRow(row: RowColumns, startMs: number): StoredRow {
  return storedRowOf({
    timeMs: startMs + Math.floor(row.id / ROWS_PER_MS),
    timeNanos: row.nanos,
    message: row.message,
    eventId: row.eventId,
    kind: [row.service, row.class, row.severity, row.template],
    rest: Object.assign(withoutPrototype(), readFields(row.fields)),
  });
}

/** One line by its id. The time at the id's head names the slice; the others are asked only when it is not there. */
export function readEvent(
  pool: SlicePool,
  running: RunningQuery,
  { tenant, eventId }: { readonly tenant: string; readonly eventId: string },
): StoredRow | undefined {
  running.begin([]);
  const timeMs = parseInt(eventId, 36);
  const likely = Number.isNaN(timeMs) ? [] : pool.between(timeMs, timeMs);
  for (const slice of [...likely, ...pool.between(0, Infinity).reverse()]) {
    const [row] =
      pool.read(slice, (reader) => reader.all<RowColumns>(eventSql(reader, tenant, eventId))) ?? [];
    if (row) return asStoredRow(row, slice.startMs);
  }
  return undefined;
}

function eventSql(reader: SliceReader, tenant: string, eventId: string): Sql {
  return {
    sql: `SELECT ${COLUMNS} FROM rows AS r JOIN kinds ON kinds.id = r.kind WHERE r.event_id = ? AND r.tenant = ?`,
    values: [eventId, reader.tenantId(tenant) ?? -1],
  };
}
