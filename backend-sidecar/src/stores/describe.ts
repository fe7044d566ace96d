/** The query as the embedded and the memory store understood it, for people: never parsed, never run. */
import type { Filter } from '@presage/contract';
import { wordsOf } from './match.ts';
import type { AnomaliesQuery, LogsQuery, Scope, StatsQuery } from './store.ts';

type Range = Pick<Scope, 'tenant' | 'fromMs' | 'toMs' | 'filters'> & Partial<Pick<Scope, 'text'>>;

export function describeLogs(query: Omit<LogsQuery, 'signal'>): string {
  const order = query.direction === 'backward' ? 'DESC' : 'ASC';
  return `SELECT * FROM logs WHERE ${describeRange(query)} ORDER BY _time ${order} LIMIT ${query.limit}`;
}

export function describeStats(query: Omit<StatsQuery, 'signal'>): string {
  const from = query.time === 'arrival' ? 'presage_log_lines_total' : 'logs';
  return `SELECT ${query.value} FROM ${from} WHERE ${describeRange(query)}${describeGroups(query)}`;
}

export function describeAnomalies(query: Omit<AnomaliesQuery, 'signal'>): string {
  const groupBy = query.groupBy.length === 0 ? ['service', 'for'] : query.groupBy;
  return `SELECT ${query.series.join(', ')} FROM samples WHERE ${describeRange(query)}${describeGroups({ ...query, groupBy })}`;
}

function describeRange({ tenant, fromMs, toMs, filters, text }: Range): string {
  return [
    `tenant = ${quoted(tenant)}`,
    `_time BETWEEN '${timeOf(fromMs)}' AND '${timeOf(toMs)}'`,
    ...filters.map(describeFilter),
    ...wordsOf(text).map((word) => `contains(_msg, ${quoted(word)})`),
  ].join(' AND ');
}

function describeFilter({ field, op, values }: Filter): string {
  const [first = ''] = values;
  const list = op === '=|' ? 'IN' : op === '!=|' ? 'NOT IN' : undefined;
  const right = list === undefined ? `${op} ${quoted(first)}` : `${list} (${values.map(quoted).join(', ')})`;
  return `"${field.replaceAll('"', '""')}" ${right}`;
}

function describeGroups({ groupBy, stepMs }: Pick<StatsQuery, 'groupBy' | 'stepMs'>): string {
  const groups = groupBy.map((field) => `"${field.replaceAll('"', '""')}"`);
  if (stepMs !== undefined) groups.push(`step(${stepMs} ms)`);
  return groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function timeOf(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}
