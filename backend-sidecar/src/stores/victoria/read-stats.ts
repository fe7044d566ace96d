import { PresageError } from '../../errors.ts';
import { requireField } from '../match.ts';
import type { SeriesAnswer, SeriesResult, StatsQuery } from '../store.ts';
import { ask } from './ask.ts';
import { compileStats, quote, shownLogsql, type LogsqlParts } from './compile-logsql.ts';
import { tenantHeaders, type Connection } from './connection.ts';
import { MOST_SERIES, OTHER, bucketStarts, cutNotice, filled, labelsKey, ranked } from './points.ts';
import { parametersOf } from './read-logs.ts';

const COUNT = 'presage_lines';
const HOT = 'presage_hot_lines';
const HIGHEST = 'presage_highest';

/** What the store counted for one group and bucket. */
interface Cell {
  lines: number;
  hot: number;
  highest: number;
}

interface Group {
  readonly labels: Record<string, string>;
  readonly cells: Map<number, Cell>;
}

/** Numbers over rows by their own time. With `top`, the biggest groups are found first, then drawn, then the rest as one. */
export async function readStats(connection: Connection, query: StatsQuery): Promise<SeriesAnswer> {
  const { groupBy, top, stepMs } = query;
  groupBy.forEach(requireGroup);
  const starts = stepMs === undefined ? undefined : bucketStarts(query.fromMs, query.toMs, stepMs);
  const draw = (only: string, by: readonly string[]): Promise<{ groups: Group[]; parts: LogsqlParts }> =>
    count(connection, query, starts !== undefined, `${only}${statsPipe(query, by)}`);
  if (groupBy.length === 0 || top === undefined) {
    const { groups, parts } = await draw('', groupBy);
    const all = seriesOf(
      query,
      groupBy.length === 0 && groups.length === 0 ? [emptyGroup()] : groups,
      starts,
    );
    const series = all.length > MOST_SERIES ? ranked(all, rankOf(query)).slice(0, MOST_SERIES) : all;
    return { series, executed: shownLogsql(parts), notices: cutNotice(series.length, all.length) };
  }
  const found = await count(
    connection,
    query,
    false,
    `${statsPipe(query, groupBy)}${biggestPipe(query, top + 1)}`,
  );
  const biggest = found.groups.slice(0, top);
  if (biggest.length === 0) return { series: [], executed: shownLogsql(found.parts), notices: [] };
  const only = groupsFilter(groupBy, biggest);
  const { groups, parts } = await draw(`| filter ${only}\n`, groupBy);
  const kept = ranked(seriesOf(query, groups, starts), rankOf(query));
  if (found.groups.length <= top) return { series: kept, executed: shownLogsql(parts), notices: [] };
  const rest = await draw(`| filter -${only}\n`, []);
  const labels = Object.fromEntries(groupBy.map((field) => [field, OTHER]));
  const others = rest.groups.map((group) => ({ ...group, labels }));
  return { series: [...kept, ...seriesOf(query, others, starts)], executed: shownLogsql(parts), notices: [] };
}

function requireGroup(field: string): void {
  requireField(field);
  if (field === '__name__' || [COUNT, HOT, HIGHEST].includes(field))
    throw new PresageError('bad_query', `${field} cannot be grouped by: VictoriaLogs uses that name itself.`);
}

function emptyGroup(): Group {
  return { labels: {}, cells: new Map() };
}

function statsPipe({ value }: StatsQuery, by: readonly string[]): string {
  const group = by.length === 0 ? '' : `by (${by.map(quote).join(',')}) `;
  const columns = [`count() as ${COUNT}`];
  if (value === 'share')
    columns.push(`count() if (presage_class:in("incident","preventive_action")) as ${HOT}`);
  if (value === 'score') columns.push(`max(presage_score) as ${HIGHEST}`);
  return `| stats ${group}${columns.join(', ')}`;
}

function biggestPipe({ value, groupBy }: StatsQuery, limit: number): string {
  const names = groupBy.map(quote).join(',');
  const share = value === 'share' ? `\n| math (${HOT} / ${COUNT}) as presage_share` : '';
  const weight = value === 'share' ? 'presage_share' : value === 'score' ? HIGHEST : COUNT;
  return `${share}\n| sort by (${weight} desc,${COUNT} desc,${names}) limit ${limit}`;
}

function groupsFilter(groupBy: readonly string[], groups: readonly Group[]): string {
  const alternatives = groups.map(
    ({ labels }) => `(${groupBy.map((field) => `${quote(field)}:=${quote(labels[field] ?? '')}`).join(' ')})`,
  );
  return `(${alternatives.join(' or ')})`;
}

async function count(
  connection: Connection,
  query: StatsQuery,
  isRange: boolean,
  pipes: string,
): Promise<{ groups: Group[]; parts: LogsqlParts }> {
  const seesClass = query.groupBy.includes('presage_class') || query.value === 'share';
  const parts = compileStats(query, seesClass, pipes);
  const step = isRange ? ([['step', `${query.stepMs ?? 0}ms`]] as const) : [];
  const text = await ask(connection, {
    path: isRange ? '/select/logsql/stats_query_range' : '/select/logsql/stats_query',
    headers: tenantHeaders(query.tenant),
    parameters: [...parametersOf(parts), ...step],
    signal: query.signal,
  });
  return { groups: groupsOf(text, query.groupBy), parts };
}

type Point = readonly [seconds: number, value: string];
interface StatsReply {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: Point;
      readonly values?: readonly Point[];
    }[];
  };
}

/** Series by group, in the order of the reply. */
function groupsOf(text: string, groupBy: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { metric, value, values } of (JSON.parse(text) as StatsReply).data.result) {
    const labels = Object.fromEntries(
      groupBy.flatMap((field) => (field in metric ? [[field, metric[field] ?? '']] : [])),
    );
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, cells: new Map<number, Cell>() };
    groups.set(key, group);
    for (const point of value ? [value] : (values ?? []))
      addPoint(group, metric['__name__'] ?? '', point, value !== undefined);
  }
  return [...groups.values()];
}

function addPoint({ cells }: Group, name: string, [seconds, text]: Point, isInstant: boolean): void {
  const at = isInstant ? 0 : Math.round(seconds * 1000);
  const cell = cells.get(at) ?? { lines: 0, hot: 0, highest: 0 };
  cells.set(at, cell);
  const number = text === '' ? 0 : Number(text);
  if (name === COUNT) cell.lines = number;
  else if (name === HOT) cell.hot = number;
  else if (name === HIGHEST) cell.highest = number;
}

function rankOf({ value }: StatsQuery): 'max' | 'sum' {
  return value === 'count' || value === 'rate' ? 'sum' : 'max';
}

function seriesOf(
  query: StatsQuery,
  groups: readonly Group[],
  starts: readonly number[] | undefined,
): SeriesResult[] {
  const { value, fromMs, toMs, stepMs } = query;
  const seconds = Math.max(1, stepMs ?? toMs - fromMs) / 1000;
  const isFilled = value === 'count' || value === 'rate';
  return groups.flatMap(({ labels, cells }) => {
    const valued = new Map<number, number>();
    for (const [at, cell] of cells)
      if (isFilled || cell.lines > 0) valued.set(at, valueOf(value, cell, seconds));
    if (starts && isFilled) return [{ labels, times: starts, values: filled(starts, valued) }];
    if (!starts && isFilled) return [{ labels, times: [toMs], values: [valued.get(0) ?? 0] }];
    const times = [...valued.keys()].sort((a, b) => a - b);
    if (times.length === 0) return [];
    return [{ labels, times: starts ? times : [toMs], values: times.map((at) => valued.get(at) ?? 0) }];
  });
}

/** `score` of lines that carry none is 0: it is written only from 0.5 up. */
function valueOf(value: StatsQuery['value'], cell: Cell, seconds: number): number {
  switch (value) {
    case 'count':
      return cell.lines;
    case 'rate':
      return cell.lines / seconds;
    case 'share':
      return cell.hot / cell.lines;
    case 'score':
      return cell.highest;
  }
}
