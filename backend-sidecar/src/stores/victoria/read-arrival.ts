import type { Filter } from '@presage/contract';
import { LINES_COUNTER, planCounters } from '../counters.ts';
import type { SeriesAnswer, StatsQuery } from '../store.ts';
import { ACTION_CLASSES, Tally, gridOf, type Grid } from '../tally.ts';
import { LINE_LABELS, compileSelector, increase } from './compile-metricsql.ts';
import { tenantLabel, type MetricStore } from './read-series.ts';
import { askWindows, type BucketSeries } from './read-windows.ts';

const NEEDS_ACTION: Filter = { field: 'presage_class', op: '=|', values: [...ACTION_CLASSES] };

/** Lines by when they were decided, from the counters: what an alert's window needs to see a line that came late. */
export async function readArrival(store: MetricStore, query: StatsQuery): Promise<SeriesAnswer> {
  const { groupOf, notices } = planCounters(query);
  const grid = gridOf(query);
  const tally = new Tally(query, grid);
  const all = await counted(store, query, grid, []);
  const action = query.value === 'share' ? await counted(store, query, grid, [NEEDS_ACTION]) : undefined;
  add(tally, all.series, (lines) => ({ lines, action: 0, score: 0 }), groupOf);
  add(tally, action?.series ?? [], (lines) => ({ lines: 0, action: lines, score: 0 }), groupOf);
  const { series, notices: cut } = tally.answer();
  return { series, executed: all.executed, notices: [...notices, ...cut] };
}

function add(
  tally: Tally,
  series: readonly BucketSeries[],
  sumsOf: (lines: number) => { lines: number; action: number; score: number },
  groupOf: (labels: Readonly<Record<string, string>>) => readonly string[],
): void {
  for (const { labels, points } of series) {
    for (const [bucket, lines] of points) if (lines > 0) tally.add(groupOf(labels), bucket, sumsOf(lines));
  }
}

async function counted(
  store: MetricStore,
  query: StatsQuery,
  grid: Grid,
  more: readonly Filter[],
): Promise<{ series: BucketSeries[]; executed: string }> {
  const { tenant, filters, fromMs, toMs, groupBy, signal } = query;
  const selector = compileSelector(
    LINES_COUNTER,
    tenantLabel(store, tenant),
    [...filters, ...more],
    LINE_LABELS,
  );
  const labels = [...new Set(groupBy.map((field) => LINE_LABELS[field] ?? ''))];
  const by = labels.length === 0 ? '' : ` by (${labels.join(',')})`;
  const queryOf = (ms: number): string => `sum${by} (${increase(selector, ms)})`;
  // What stands at the end of a bucket belongs to it.
  const window = { grid, edgeMs: grid.firstMs, afterMs: fromMs, toMs };
  return {
    series: await askWindows(store, { tenant, ...window, queryOf, signal }),
    executed: queryOf(grid.stepMs ?? Math.max(1, toMs - fromMs)),
  };
}
