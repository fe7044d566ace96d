import { PresageError } from '../../errors.ts';
import { requireField } from '../match.ts';
import type { SeriesAnswer, SeriesResult, StatsQuery } from '../store.ts';
import { ACTION_CLASSES, OTHER, Tally, bucketOf, gridOf, type Grid, type Sums } from '../tally.ts';
import { ask } from './ask.ts';
import { compileStats, quote, shownLogsql, type LogsqlParts } from './compile-logsql.ts';
import { tenantHeaders, type Connection } from './connection.ts';
import { parametersOf } from './read-logs.ts';
import { readPoints } from './read-series.ts';

const LINES = 'presage_lines';
const ACTION = 'presage_action_lines';
const HIGHEST = 'presage_highest_score';
const COLUMNS: Readonly<Record<string, keyof Sums>> = {
  [LINES]: 'lines',
  [ACTION]: 'action',
  [HIGHEST]: 'score',
};

/** Sums of one group, by bucket of the grid. */
interface Group {
  readonly values: readonly string[];
  readonly cells: Map<number, Sums>;
}

interface Counted {
  readonly groups: readonly Group[];
  readonly executed: string;
}

/**
 * Numbers over rows by their own time. With `top`, VictoriaLogs is asked for the biggest groups first, then for these alone and
 * for the rest as one: a field with a million values costs it memory, but not us.
 */
export async function readStats(connection: Connection, query: StatsQuery): Promise<SeriesAnswer> {
  query.groupBy.forEach(requireGroup);
  const grid = gridOf(query);
  if (query.groupBy.length > 0 && query.top !== undefined) return readTop(connection, query, grid, query.top);
  const { groups, executed } = await count(connection, query, grid, statsPipe(query, query.groupBy));
  return { ...tallied(query, grid, groups), executed };
}

async function readTop(
  connection: Connection,
  query: StatsQuery,
  grid: Grid,
  top: number,
): Promise<SeriesAnswer> {
  const { groupBy } = query;
  const whole: Grid = { ...grid, stepMs: undefined };
  const found = await count(
    connection,
    query,
    whole,
    `${statsPipe(query, groupBy)}${biggestPipe(query, top + 1)}`,
  );
  // A group that is itself called `other` goes with the rest: two series would have the same labels.
  const biggest = found.groups.slice(0, top).filter(({ values }) => values.some((text) => text !== OTHER));
  if (found.groups.length === 0) return { ...tallied(query, grid, []), executed: found.executed };
  const isAll = biggest.length === found.groups.length;
  if (isAll && grid.stepMs === undefined)
    return { ...tallied(query, grid, found.groups), executed: found.executed };
  const only = groupsFilter(groupBy, biggest);
  // Hundreds of alternatives cost more than the counting itself.
  const narrow = isAll ? '' : `| filter ${only}\n`;
  const shown =
    biggest.length === 0
      ? { groups: [], executed: found.executed }
      : await count(connection, query, grid, `${narrow}${statsPipe(query, groupBy)}`);
  const groups: Group[] = [...shown.groups];
  if (!isAll) {
    const others = biggest.length === 0 ? '' : `| filter -${only}\n`;
    const rest = await count(connection, query, grid, `${others}${statsPipe(query, [])}`);
    const isAny = ({ cells }: Group): boolean => [...cells.values()].some(({ lines }) => lines > 0);
    groups.push(
      ...rest.groups.filter(isAny).map(({ cells }) => ({ values: groupBy.map(() => OTHER), cells })),
    );
  }
  const { series, notices } = tallied({ ...query, top: top + 1 }, grid, groups);
  return { series: otherLast(series, groupBy), notices, executed: shown.executed };
}

function otherLast(series: readonly SeriesResult[], groupBy: readonly string[]): SeriesResult[] {
  const isOther = ({ labels }: SeriesResult): boolean => groupBy.every((field) => labels[field] === OTHER);
  return [...series.filter((entry) => !isOther(entry)), ...series.filter(isOther)];
}

function tallied(query: StatsQuery, grid: Grid, groups: readonly Group[]): Omit<SeriesAnswer, 'executed'> {
  const tally = new Tally(query, grid);
  for (const { values, cells } of groups)
    for (const [bucket, sums] of cells) if (sums.lines > 0) tally.add(values, bucket, sums);
  return tally.answer();
}

function requireGroup(field: string): void {
  requireField(field);
  if (field === '__name__' || Object.hasOwn(COLUMNS, field))
    throw new PresageError('bad_query', `${field} cannot be grouped by: VictoriaLogs uses that name itself.`);
}

function statsPipe({ value }: StatsQuery, by: readonly string[]): string {
  const group = by.length === 0 ? '' : `by (${by.map(quote).join(',')}) `;
  const columns = [`count() as ${LINES}`];
  const classes = ACTION_CLASSES.map(quote).join(',');
  if (value === 'share') columns.push(`count() if (presage_class:in(${classes})) as ${ACTION}`);
  if (value === 'score') columns.push(`max(presage_score) as ${HIGHEST}`);
  return `| stats ${group}${columns.join(', ')}`;
}

function biggestPipe({ value, groupBy }: StatsQuery, limit: number): string {
  const share = value === 'share' ? `\n| math (${ACTION} / ${LINES}) as presage_share` : '';
  const weight = value === 'share' ? 'presage_share' : value === 'score' ? HIGHEST : LINES;
  return `${share}\n| sort by (${weight} desc,${groupBy.map(quote).join(',')}) limit ${limit}`;
}

function groupsFilter(groupBy: readonly string[], groups: readonly Group[]): string {
  const alternatives = groups.map(
    ({ values }) => `(${groupBy.map((field, i) => `${quote(field)}:=${quote(values[i] ?? '')}`).join(' ')})`,
  );
  return `(${alternatives.join(' or ')})`;
}

async function count(connection: Connection, query: StatsQuery, grid: Grid, pipes: string): Promise<Counted> {
  const { tenant, signal, groupBy, value } = query;
  const parts: LogsqlParts = compileStats(
    query,
    groupBy.includes('presage_class') || value === 'share',
    pipes,
  );
  const isRange = grid.stepMs !== undefined;
  const step = isRange ? ([['step', `${grid.stepMs}ms`]] as const) : [];
  const text = await ask(connection, {
    path: isRange ? '/select/logsql/stats_query_range' : '/select/logsql/stats_query',
    headers: tenantHeaders(tenant),
    parameters: [...parametersOf(parts), ...step],
    signal,
  });
  return { groups: groupsOf(text, groupBy, grid), executed: shownLogsql(parts) };
}

/** In the order of the reply. */
function groupsOf(text: string, groupBy: readonly string[], grid: Grid): Group[] {
  const groups = new Map<string, Group>();
  for (const { labels, points } of readPoints(text)) {
    const values = groupBy.map((field) => (Object.hasOwn(labels, field) ? (labels[field] ?? '') : ''));
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, cells: new Map<number, Sums>() };
    groups.set(key, group);
    const column = COLUMNS[labels['__name__'] ?? ''];
    if (column === undefined) continue;
    for (const [timeMs, number] of points) {
      const bucket = bucketOf(grid, timeMs);
      const sums = group.cells.get(bucket) ?? { lines: 0, action: 0, score: 0 };
      sums[column] = number;
      group.cells.set(bucket, sums);
    }
  }
  return [...groups.values()];
}
