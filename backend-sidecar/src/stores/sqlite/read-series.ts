import { CounterRun, Peaks, type PeakCell } from '../counted-series.ts';
import {
  LINES_COUNTER,
  planAnomalies,
  planCounters,
  readKey,
  type CounterPlan,
  type SeriesKey,
} from '../counters.ts';
import type { AnomaliesQuery, SeriesAnswer, StatsQuery } from '../store.ts';
import { Tally, gridOf, type Grid } from '../tally.ts';
import type { Unsignalled } from './calls.ts';
import type { Sql } from './compile.ts';
import type { RunningQuery } from './running-query.ts';
import type { SlicePool } from './slice-pool.ts';
import type { Slice } from './slice-files.ts';
import type { SliceReader } from './slice-reader.ts';

/** As in compile.ts, for samples. */
const ALIVE = '((time_ms / 10000 + series) & 255 <> 0 OR presage_alive())';

/** A series of a tenant in one slice. */
interface FoundSeries extends SeriesKey {
  readonly id: number;
  readonly key: string;
}

/** Lines counted as they arrived: what presage_log_lines_total grew by. */
export function readArrivals(
  pool: SlicePool,
  running: RunningQuery,
  query: Unsignalled<StatsQuery>,
): Omit<SeriesAnswer, 'executed'> {
  const grid = gridOf(query);
  const plan = planCounters(query);
  const tally = new Tally(query, grid);
  running.begin([]);
  const slices = pool.between(0, query.toMs);
  const inWindow = slices.filter(({ endMs }) => endMs > query.fromMs);
  const find = (reader: SliceReader): FoundSeries[] =>
    findSeries(reader, query.tenant, [LINES_COUNTER], plan.isMeant);
  const all = new Map(
    inWindow.flatMap((slice) => pool.read(slice, find) ?? []).map((series) => [series.key, series]),
  );
  const before = slices.filter(({ startMs }) => startMs <= query.fromMs).reverse();
  const last = lastBefore(pool, before, query, [...all.keys()]);
  const runs = new Map(
    [...all].map(([key, { labels }]) => [key, new CounterRun(tally, grid, plan, labels, last.get(key))]),
  );
  for (const slice of inWindow) {
    pool.read(slice, (reader) => {
      for (const series of find(reader)) takeSamples(reader, series, query, runs.get(series.key));
    });
  }
  const { series, notices } = tally.answer();
  return { series, notices: [...plan.notices, ...notices] };
}

const LAST_BEFORE = `SELECT value FROM samples WHERE series = (SELECT id FROM series WHERE tenant = ? AND key = ?)
  AND time_ms <= ? ORDER BY time_ms DESC LIMIT 1`;

/** Values of the counters' last samples at or before the window's start, however long ago, by key. */
function lastBefore(
  pool: SlicePool,
  newestFirst: readonly Slice[],
  { tenant, fromMs }: Pick<StatsQuery, 'tenant' | 'fromMs'>,
  keys: readonly string[],
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const slice of newestFirst) {
    if (values.size === keys.length) break;
    pool.read(slice, (reader) => {
      const tenantId = reader.tenantId(tenant) ?? -1;
      for (const key of keys) {
        if (values.has(key)) continue;
        const found = reader.all<{ value: number }>({ sql: LAST_BEFORE, values: [tenantId, key, fromMs] });
        if (found[0]) values.set(key, found[0].value);
      }
    });
  }
  return values;
}

function takeSamples(
  reader: SliceReader,
  { id }: FoundSeries,
  { fromMs, toMs }: Pick<StatsQuery, 'fromMs' | 'toMs'>,
  run: CounterRun | undefined,
): void {
  const samples = reader.each<{ time: number; value: number }>({
    sql: `SELECT time_ms AS time, value FROM samples
      WHERE series = ? AND time_ms > ? AND time_ms <= ? AND ${ALIVE} ORDER BY time_ms`,
    values: [id, fromMs, toMs],
  });
  for (const { time, value } of samples) run?.take(time, value);
}

/** Highest scores, and what belongs to them, for the window or each step. */
export function readAnomalies(
  pool: SlicePool,
  running: RunningQuery,
  query: Unsignalled<AnomaliesQuery>,
): Omit<SeriesAnswer, 'executed'> {
  const grid = gridOf(query);
  const plan = planAnomalies(query);
  const peaks = new Peaks(query, plan.groupBy, grid);
  running.begin([]);
  for (const slice of pool.between(query.fromMs, query.toMs)) {
    pool.read(slice, (reader) => {
      const found = new Map(
        findSeries(reader, query.tenant, query.series, plan.isMeant).map((series) => [series.id, series]),
      );
      for (const { id, bucket, ...cell } of reader.each<Peak>(peakSql([...found.keys()], query, grid))) {
        const series = found.get(id);
        if (series) peaks.add(series.name, series.labels, bucket, cell);
      }
    });
  }
  return peaks.answer();
}

interface Peak extends PeakCell {
  readonly id: number;
  readonly bucket: number;
}

function peakSql(ids: readonly number[], { fromMs, toMs }: Unsignalled<AnomaliesQuery>, grid: Grid): Sql {
  const { firstMs, stepMs } = grid;
  return {
    sql: `SELECT series AS id, ${stepMs ? '(time_ms - CAST(? AS INTEGER)) / CAST(? AS INTEGER)' : '0'} AS bucket,
      max(value) AS peak, sum(value) AS sum, count(*) AS samples FROM samples
      WHERE series IN (SELECT value FROM json_each(?)) AND time_ms >= ? AND time_ms <= ? AND ${ALIVE}
      GROUP BY series, bucket`,
    values: [...(stepMs ? [firstMs, stepMs] : []), JSON.stringify(ids), fromMs, toMs],
  };
}

/** A tenant's series of these names whose labels are meant. */
function findSeries(
  reader: SliceReader,
  tenant: string,
  names: readonly string[],
  isMeant: CounterPlan['isMeant'],
): FoundSeries[] {
  const tenantId = reader.tenantId(tenant);
  if (tenantId === undefined) return [];
  return names
    .flatMap((name) =>
      // `|` follows `{`: all keys of the name, with whatever labels.
      reader.all<{ id: number; key: string }>({
        sql: 'SELECT id, key FROM series WHERE tenant = ? AND (key = ? OR (key >= ? AND key < ?))',
        values: [tenantId, name, `${name}{`, `${name}|`],
      }),
    )
    .map(({ id, key }) => ({ id, key, ...readKey(key) }))
    .filter(({ labels }) => isMeant(labels));
}
