import type { Filter } from '@presage/contract';
import { LINES_COUNTER, planCounters } from '../counters.ts';
import type { SeriesAnswer, StatsQuery } from '../store.ts';
import { ACTION_CLASSES, Tally, bucketOf, gridOf, type Grid } from '../tally.ts';
import { LINE_LABELS, compileSelector, increase } from './compile-metricsql.ts';
import { askSeries, tenantLabel, type MetricStore, type PointSeries } from './read-series.ts';

const NEEDS_ACTION: Filter = { field: 'presage_class', op: '=|', values: [...ACTION_CLASSES] };

/** Lines by when they were decided, from the counters: what an alert's window needs to see a line that came late. */
export async function readArrival(store: MetricStore, query: StatsQuery): Promise<SeriesAnswer> {
  const { groupOf, notices } = planCounters(query);
  const grid = gridOf(query);
  const tally = new Tally(query, grid);
  const all = await counted(store, query, grid, []);
  const action = query.value === 'share' ? await counted(store, query, grid, [NEEDS_ACTION]) : undefined;
  add(tally, grid, all.series, (lines) => ({ lines, action: 0, score: 0 }), groupOf);
  add(tally, grid, action?.series ?? [], (lines) => ({ lines: 0, action: lines, score: 0 }), groupOf);
  const { series, notices: cut } = tally.answer();
  return { series, executed: all.executed, notices: [...notices, ...cut] };
}

function add(
  tally: Tally,
  grid: Grid,
  series: readonly PointSeries[],
  sumsOf: (lines: number) => { lines: number; action: number; score: number },
  groupOf: (labels: Readonly<Record<string, string>>) => readonly string[],
): void {
  for (const { labels, points } of series) {
    for (const [timeMs, lines] of points)
      // What stands at the end of a bucket belongs to it: windows are (start, end].
      if (lines > 0) tally.add(groupOf(labels), bucketOf(grid, timeMs - 1), sumsOf(lines));
  }
}

async function counted(
  store: MetricStore,
  query: StatsQuery,
  grid: Grid,
  more: readonly Filter[],
): Promise<{ series: PointSeries[]; executed: string }> {
  const { tenant, filters, fromMs, toMs, groupBy, signal } = query;
  const { stepMs, firstMs, points } = grid;
  const selector = compileSelector(
    LINES_COUNTER,
    tenantLabel(store, tenant),
    [...filters, ...more],
    LINE_LABELS,
  );
  const labels = [...new Set(groupBy.map((field) => LINE_LABELS[field] ?? ''))];
  const by = labels.length === 0 ? '' : ` by (${labels.join(',')})`;
  const executed = `sum${by} (${increase(selector, stepMs ?? Math.max(1, toMs - fromMs))})`;
  const startMs = firstMs + (stepMs ?? 0);
  const endMs = stepMs === undefined ? toMs : firstMs + points * stepMs;
  return {
    series: await askSeries(store, { tenant, query: executed, startMs, endMs, stepMs, signal }),
    executed,
  };
}
