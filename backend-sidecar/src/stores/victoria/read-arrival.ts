import type { Filter } from '@presage/contract';
import { LINES_COUNTER, planCounters } from '../counters.ts';
import type { SeriesAnswer, StatsQuery } from '../store.ts';
import { ACTION_CLASSES, Tally, gridOf, type Grid } from '../tally.ts';
import { LINE_LABELS, awakened, compileSelector, increase, overcounted } from './compile-metricsql.ts';
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
  const { tenant, fromMs, groupBy, signal } = query;
  const toMs = wholeSecond(query.toMs);
  const filters = [...query.filters, ...more];
  const selector = selectorOf(store, tenant, filters);
  const labels = [...new Set(groupBy.map((field) => LINE_LABELS[field] ?? ''))];
  const by = labels.length === 0 ? '' : ` by (${labels.join(',')})`;
  const queryOf = (ms: number): string => named(selector, `sum${by} (${increase(NAME, ms)})`);
  // What stands at the end of a bucket belongs to it.
  const window = { tenant, grid, edgeMs: grid.firstMs, afterMs: fromMs, toMs, signal };
  const [grown, awake] = await Promise.all([
    askWindows(store, { ...window, queryOf }),
    askWindows(store, {
      ...window,
      queryOf: (ms) => named(selector, `count by (service) (${awakened(NAME, ms)})`),
    }),
  ]);
  const executed = queryOf(grid.stepMs ?? Math.max(1, toMs - fromMs));
  if (awake.length === 0) return { series: grown, executed };
  const few = selectorOf(store, tenant, [...filters, ...servicesFilter(awake)]);
  const over = await askWindows(store, {
    ...window,
    queryOf: (ms) => named(few, `sum${by} (${overcounted(NAME, ms)})`),
  });
  return { series: grown.map((series) => without(series, over)), executed };
}

/** Whoever asks until 23:59:59.999 means the whole second: the sample that stands at its end is of these lines. */
function wholeSecond(toMs: number): number {
  return toMs % 1000 === 999 ? toMs + 1 : toMs;
}

const NAME = 'lines';

/** Said once: with hundreds of services a query that repeats them is longer than VictoriaMetrics takes (16 KiB). */
function named(selector: string, query: string): string {
  return `WITH (${NAME} = ${selector}) ${query}`;
}

function selectorOf(store: MetricStore, tenant: string, filters: readonly Filter[]): string {
  return compileSelector(LINES_COUNTER, tenantLabel(store, tenant), filters, LINE_LABELS);
}

/** More make the query longer than VictoriaMetrics takes; on the first day of all services nothing is found before it anyway. */
const MAX_SERVICES = 100;

function servicesFilter(awake: readonly BucketSeries[]): Filter[] {
  const values = [...new Set(awake.map(({ labels }) => labels['service'] ?? ''))];
  return values.length > MAX_SERVICES ? [] : [{ field: 'service', op: '=|', values }];
}

function without({ labels, points }: BucketSeries, over: readonly BucketSeries[]): BucketSeries {
  const name = JSON.stringify(Object.entries(labels).sort());
  const same = over.filter((each) => JSON.stringify(Object.entries(each.labels).sort()) === name);
  const much = new Map(same.flatMap((each) => each.points));
  return { labels, points: points.map(([bucket, lines]) => [bucket, lines - (much.get(bucket) ?? 0)]) };
}
