import type { Filter, Query } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { ClassOf } from './corrected.ts';
import { isJoined } from './joined-filters.ts';
import type { LogsPage, Reader, Scope, StoredRow } from '../../stores/store.ts';

type Direction = 'backward' | 'forward';

/** Most lines that are looked through for those on one side of an event: so many can share its millisecond. */
const MAX_PAGE = 10_000;

/**
 * The event and its neighbours within the window: lines that have the same values in the fields `same`, and pass the query's filters.
 * Rejects with `not_found` when the tenant has no such event.
 */
export async function rowsAround(
  reader: Reader,
  scope: Scope,
  around: NonNullable<Query['around']>,
  { direction, classOf }: { readonly direction: Direction; readonly classOf: ClassOf },
): Promise<LogsPage> {
  const event = await reader.event(scope.tenant, around.event_id, scope.signal);
  if (event === undefined)
    throw new PresageError(
      'not_found',
      `There is no line with the event id ${around.event_id.slice(0, 80)}.`,
    );
  const side: Scope = {
    ...scope,
    filters: [...scope.filters, ...around.same.map((field) => sameAs(event, field, classOf))],
  };
  const before = { ...side, toMs: Math.min(side.toMs, event.timeMs) };
  const after = { ...side, fromMs: Math.max(side.fromMs, event.timeMs) };
  const [older, newer] = await Promise.all([
    neighbours(reader, before, event, 'backward', around.before),
    neighbours(reader, after, event, 'forward', around.after),
  ]);
  const rows = [...older.rows.toReversed(), event, ...newer.rows];
  return {
    rows: direction === 'backward' ? rows.reverse() : rows,
    truncated: false,
    executed: [older.executed, newer.executed].filter((text) => text !== '').join('\n'),
  };
}

/** A field that the event lacks is one that its neighbours lack too. The class is the one that filters see. Throws `bad_query`. */
function sameAs({ message, fields }: StoredRow, field: string, classOf: ClassOf): Filter {
  if (isJoined(field))
    throw new PresageError(
      'bad_query',
      `${field} belongs to templates, not lines: name presage_template_id.`,
    );
  const own = Object.hasOwn(fields, field) ? (fields[field] ?? '') : '';
  const seen = field === 'presage_class' ? (classOf(fields) ?? own) : own;
  return { field, op: '=', values: [field === '_msg' ? message : seen] };
}

/** The `count` lines next to the event. Asks again for more while lines of the event's own millisecond fill the page. */
async function neighbours(
  reader: Reader,
  scope: Scope,
  event: StoredRow,
  direction: Direction,
  count: number,
): Promise<{ readonly rows: readonly StoredRow[]; readonly executed: string }> {
  if (count === 0 || scope.fromMs > scope.toMs) return { rows: [], executed: '' };
  const isBeyond = (row: StoredRow): boolean =>
    direction === 'backward' ? order(row, event) < 0 : order(row, event) > 0;
  for (let limit = count + 1; ; limit = Math.min(MAX_PAGE, limit * 4)) {
    const page = await reader.logs({ ...scope, limit, direction });
    const rows = page.rows.filter(isBeyond);
    if (rows.length >= count || !page.truncated || limit === MAX_PAGE)
      return { rows: rows.slice(0, count), executed: page.executed };
  }
}

/** By time, ties by event id: the order of pages. */
function order(a: StoredRow, b: StoredRow): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  if (a.timeNanos !== b.timeNanos) return a.timeNanos - b.timeNanos;
  const [x, y] = [eventId(a), eventId(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}

function eventId(row: StoredRow): string {
  return row.fields['presage_event_id'] ?? '';
}
