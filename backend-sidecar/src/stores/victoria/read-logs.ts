import { PresageError } from '../../errors.ts';
import { compareText } from '../match.ts';
import { PageSize } from '../page-size.ts';
import { EVENT_ID_FIELD, parseTime, withoutPrototype } from '../stored-row.ts';
import type { LogsPage, LogsQuery, Scope, StoredRow } from '../store.ts';
import { ask, askLines } from './ask.ts';
import { compileLogs, compileSelection, shownLogsql, type LogsqlParts } from './compile-logsql.ts';
import { tenantHeaders, type Connection } from './connection.ts';

/** VictoriaLogs' stand-in for an empty message (`-defaultMsgValue`). */
const NO_MESSAGE = 'missing _msg field; see https://docs.victoriametrics.com/';
/** Rows of one nanosecond that are put in order among each other. */
const MOST_TIES = 10_000;
const OWN_FIELDS = new Set(['_time', '_msg', '_stream', '_stream_id']);

/**
 * One page of rows, newest or oldest first. VictoriaLogs orders by time alone, and which rows of the page's last nanosecond it
 * gives is chance: these are asked for once more, all of them, and ordered by event id.
 */
export async function readLogs(connection: Connection, query: LogsQuery): Promise<LogsPage> {
  const { limit, direction } = query;
  const parts = compileLogs(query, direction === 'forward' ? `| sort by (_time) limit ${limit + 1}` : '');
  const compare = direction === 'forward' ? compareRows : (a: StoredRow, b: StoredRow) => compareRows(b, a);
  const found = await fetchRows(connection, query, parts, limit + 1);
  const rows = found.sort(compare);
  const executed = shownLogsql(parts);
  if (rows.length <= limit) return { rows, truncated: false, executed };
  const kept = rows.slice(0, limit);
  const isTieCut = sameTime(rows[limit - 1], rows[limit]);
  if (!isTieCut) return { rows: kept, truncated: true, executed };
  const edge = rows[limit];
  const before = rows.filter((row) => !sameTime(row, edge));
  const ties = await fetchRows(connection, query, atNanosecond(compileLogs(query), edge), MOST_TIES);
  return { rows: [...before, ...ties.sort(compare)].slice(0, limit), truncated: true, executed };
}

/** The row of an event id, looked for in the millisecond that the id begins with. */
export async function readEvent(
  connection: Connection,
  tenant: string,
  eventId: string,
  signal: AbortSignal,
): Promise<StoredRow | undefined> {
  const timeMs = Number.parseInt(/^([0-9a-z]{1,11})-/.exec(eventId)?.[1] ?? '', 36);
  if (!Number.isSafeInteger(timeMs) || timeMs > 8.64e15) return undefined;
  const scope: Scope = {
    tenant,
    fromMs: timeMs,
    toMs: timeMs,
    filters: [{ field: EVENT_ID_FIELD, op: '=', values: [eventId] }],
    text: undefined,
    logsql: undefined,
    corrected: [],
    signal,
  };
  const [row] = await fetchRows(connection, scope, compileSelection(scope), 1);
  return row;
}

async function fetchRows(
  connection: Connection,
  { tenant, signal }: Pick<Scope, 'tenant' | 'signal'>,
  parts: LogsqlParts,
  limit: number,
): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  const question = {
    path: '/select/logsql/query',
    headers: tenantHeaders(tenant),
    parameters: [...parametersOf(parts), ['limit', String(limit)] as const],
    signal,
  };
  const size = new PageSize();
  for await (const line of askLines(connection, question)) {
    size.add(line.length);
    if (line !== '') rows.push(rowOf(line));
  }
  return rows;
}

export function parametersOf(parts: LogsqlParts): (readonly [string, string])[] {
  return [
    ['query', parts.query],
    ['extra_filters', parts.extraFilters],
    ['start', parts.start],
    ['end', parts.end],
  ];
}

/** Names or values with how many rows have each, as the list endpoints give them; `seesClass` as in compileStats. */
export async function readHits(
  connection: Connection,
  scope: Scope,
  path: string,
  more: readonly (readonly [string, string])[],
  seesClass = false,
): Promise<{ value: string; hits: number }[]> {
  const text = await ask(connection, {
    path,
    headers: tenantHeaders(scope.tenant),
    parameters: [...parametersOf(compileSelection(scope, seesClass)), ...more],
    signal: scope.signal,
  });
  const { values } = JSON.parse(text) as { values: { value: string; hits: number }[] };
  return values.sort((a, b) => b.hits - a.hits || compareText(a.value, b.value));
}

/** Narrowed to one nanosecond: `end` is exclusive. */
function atNanosecond(parts: LogsqlParts, row: StoredRow | undefined): LogsqlParts {
  const nanos = BigInt(row?.timeMs ?? 0) * 1_000_000n + BigInt(row?.timeNanos ?? 0);
  return { ...parts, start: String(nanos), end: String(nanos + 1n) };
}

function rowOf(line: string): StoredRow {
  const values = parseRow(line);
  const time = parseTime(values['_time'] ?? '');
  if (!time)
    throw new PresageError('bad_query', 'The LogsQL text takes `_time` from the rows; log lines need it.');
  const fields = withoutPrototype();
  for (const name in values) if (!OWN_FIELDS.has(name)) fields[name] = values[name] ?? '';
  const message = values['_msg'] ?? '';
  return { ...time, message: message.startsWith(NO_MESSAGE) ? '' : message, fields };
}

/** After the first row VictoriaLogs can say an error only as a line that is no row. */
function parseRow(line: string): Record<string, string> {
  try {
    return JSON.parse(line) as Record<string, string>;
  } catch (thrown) {
    throw new PresageError('store_error', `The store broke off its answer: ${line.slice(0, 500)}`, {
      cause: thrown,
    });
  }
}

function sameTime(a: StoredRow | undefined, b: StoredRow | undefined): boolean {
  return a?.timeMs === b?.timeMs && a?.timeNanos === b?.timeNanos;
}

/** By time, then event id. */
function compareRows(a: StoredRow, b: StoredRow): number {
  return (
    a.timeMs - b.timeMs ||
    a.timeNanos - b.timeNanos ||
    compareText(a.fields[EVENT_ID_FIELD] ?? '', b.fields[EVENT_ID_FIELD] ?? '')
  );
}
