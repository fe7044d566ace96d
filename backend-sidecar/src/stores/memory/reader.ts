import { correctedClasses } from '../corrected.ts';
import { CounterRun, Peaks } from '../counted-series.ts';
import {
  LINES_COUNTER,
  planAnomalies,
  planCounters,
  readKey,
  type CounterPlan,
  type SampleLine,
} from '../counters.ts';
import { describeAnomalies, describeLogs, describeStats } from '../describe.ts';
import { MESSAGE_FIELD, compareText, compileMatch, numberOf, requireField, valueOf } from '../match.ts';
import { refuseLogsql } from '../scope-checks.ts';
import { EVENT_ID_FIELD, SCORE_FIELD } from '../stored-row.ts';
import type {
  AnomaliesQuery,
  LogsQuery,
  Reader,
  Scope,
  SeriesAnswer,
  StatsQuery,
  StoredRow,
} from '../store.ts';
import { ACTION_CLASSES, Tally, bucketOf, gridOf } from '../tally.ts';
import type { MemoryTables } from './tables.ts';

type Answer = Omit<SeriesAnswer, 'executed'>;

const CLASS = 'presage_class';

export function memoryReader(tables: MemoryTables): Reader {
  return {
    name: 'memory',
    logs: (query) => settled(() => ({ ...logs(tables, query), executed: describeLogs(query) })),
    event: (tenant, eventId) => settled(() => tables.rows.get(tenant)?.get(eventId)),
    stats: (query) =>
      settled(() => ({
        ...(query.time === 'arrival' ? arrivals(tables, query) : stats(tables, query)),
        executed: describeStats(query),
      })),
    anomalies: (query) =>
      settled(() => ({ ...anomalies(tables, query), executed: describeAnomalies(query) })),
    fields: (scope) => settled(() => fields(tables, scope)),
    fieldValues: (scope, field, limit) => settled(() => fieldValues(tables, scope, field).slice(0, limit)),
    async *templateRows() {
      for (const { line } of tables.templates.values()) yield await Promise.resolve(line);
    },
  };
}

/** A throw becomes a rejection. */
function settled<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}

/** A row, and as filters and groups see it: with the class that people have set. */
interface SeenRow {
  readonly row: StoredRow;
  readonly seen: Pick<StoredRow, 'message' | 'fields'>;
}

function matching({ rows }: MemoryTables, scope: Scope): SeenRow[] {
  refuseLogsql(scope);
  const isMeant = compileMatch(scope.filters, scope.text);
  const classOf = correctedClasses(scope.corrected);
  return [...(rows.get(scope.tenant)?.values() ?? [])]
    .filter(({ timeMs }) => timeMs >= scope.fromMs && timeMs <= scope.toMs)
    .map((row) => ({ row, seen: overlay(row, classOf) }))
    .filter(({ seen }) => isMeant(seen));
}

function overlay(row: StoredRow, classOf: ReturnType<typeof correctedClasses>): SeenRow['seen'] {
  const logClass = classOf(valueOf(row, 'presage_template_id'), valueOf(row, 'service'));
  return logClass ? { message: row.message, fields: { ...row.fields, [CLASS]: logClass } } : row;
}

function logs(tables: MemoryTables, query: LogsQuery): { rows: StoredRow[]; truncated: boolean } {
  const sign = query.direction === 'backward' ? -1 : 1;
  const rows = matching(tables, query)
    .map(({ row }) => row)
    .sort((a, b) => sign * compareRows(a, b));
  return { rows: rows.slice(0, query.limit), truncated: rows.length > query.limit };
}

function compareRows(a: StoredRow, b: StoredRow): number {
  return (
    a.timeMs - b.timeMs ||
    a.timeNanos - b.timeNanos ||
    compareText(valueOf(a, EVENT_ID_FIELD), valueOf(b, EVENT_ID_FIELD))
  );
}

function stats(tables: MemoryTables, query: StatsQuery): Answer {
  const grid = gridOf(query);
  const tally = new Tally(query, grid);
  query.groupBy.forEach(requireField);
  for (const { row, seen } of matching(tables, query)) {
    const values = query.groupBy.map((field) => valueOf(seen, field));
    const action = ACTION_CLASSES.includes(valueOf(seen, CLASS)) ? 1 : 0;
    const score = numberOf(valueOf(seen, SCORE_FIELD)) ?? 0;
    tally.add(values, bucketOf(grid, row.timeMs), { lines: 1, action, score });
  }
  return tally.answer();
}

function fields(tables: MemoryTables, scope: Scope): { name: string; hits: number }[] {
  const hits = new Map<string, number>();
  for (const { seen } of matching(tables, scope)) {
    const names = Object.keys(seen.fields);
    for (const name of seen.message === '' ? names : [MESSAGE_FIELD, ...names]) {
      hits.set(name, (hits.get(name) ?? 0) + 1);
    }
  }
  return sorted(hits).map(([name, count]) => ({ name, hits: count }));
}

function fieldValues(tables: MemoryTables, scope: Scope, field: string): { value: string; hits: number }[] {
  requireField(field);
  const hits = new Map<string, number>();
  for (const { seen } of matching(tables, scope)) {
    const value = valueOf(seen, field);
    if (value !== '') hits.set(value, (hits.get(value) ?? 0) + 1);
  }
  return sorted(hits).map(([value, count]) => ({ value, hits: count }));
}

function sorted(hits: ReadonlyMap<string, number>): [string, number][] {
  return [...hits].sort(([a, x], [b, y]) => y - x || compareText(a, b));
}

function arrivals(tables: MemoryTables, query: StatsQuery): Answer {
  refuseLogsql(query);
  const grid = gridOf(query);
  const plan = planCounters(query);
  const tally = new Tally(query, grid);
  for (const { labels, samples } of series(tables, query.tenant, [LINES_COUNTER], plan.isMeant)) {
    const last = samples.findLast(({ timeMs }) => timeMs <= query.fromMs);
    const run = new CounterRun(tally, grid, plan, labels, last?.value);
    for (const { timeMs, value } of samples) {
      if (timeMs > query.fromMs && timeMs <= query.toMs) run.take(timeMs, value);
    }
  }
  const answer = tally.answer();
  return { ...answer, notices: [...plan.notices, ...answer.notices] };
}

function anomalies(tables: MemoryTables, query: AnomaliesQuery): Answer {
  const grid = gridOf(query);
  const plan = planAnomalies(query);
  const peaks = new Peaks(query, plan.groupBy, grid);
  for (const { name, labels, samples } of series(tables, query.tenant, query.series, plan.isMeant)) {
    for (const { timeMs, value } of samples) {
      if (timeMs < query.fromMs || timeMs > query.toMs) continue;
      peaks.add(name, labels, bucketOf(grid, timeMs), { peak: value, sum: value, samples: 1 });
    }
  }
  return peaks.answer();
}

/** A tenant's series of these names whose labels are meant, samples in rising time. */
function series(
  { samples }: MemoryTables,
  tenant: string,
  names: readonly string[],
  isMeant: CounterPlan['isMeant'],
): { name: string; labels: Readonly<Record<string, string>>; samples: SampleLine[] }[] {
  return [...(samples.get(tenant) ?? [])]
    .map(([key, byTime]) => ({
      ...readKey(key),
      samples: [...byTime.values()].sort((a, b) => a.timeMs - b.timeMs),
    }))
    .filter(({ name, labels }) => names.includes(name) && isMeant(labels));
}
