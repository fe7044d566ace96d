import { Peaks } from '../counted-series.ts';
import { planAnomalies } from '../counters.ts';
import type { AnomaliesQuery, SeriesAnswer } from '../store.ts';
import { gridOf, type Grid } from '../tally.ts';
import { ANOMALY_LABELS, compileSelector } from './compile-metricsql.ts';
import { tenantLabel, type MetricStore } from './read-series.ts';
import { askWindows, type BucketSeries } from './read-windows.ts';

const SCORE = 'anomaly_score';

/** The anomaly series: VictoriaMetrics merges the samples of a bucket and of several writers, `Peaks` makes the answer. */
export async function readAnomalies(store: MetricStore, query: AnomaliesQuery): Promise<SeriesAnswer> {
  const { groupBy } = planAnomalies(query);
  const grid = gridOf(query);
  const peaks = new Peaks(query, groupBy, grid);
  const asked = await Promise.all(query.series.map((name) => readOne(store, query, grid, name, groupBy)));
  for (const { name, series } of asked) for (const entry of series) add(peaks, name, entry);
  return { ...peaks.answer(), executed: asked.map(({ executed }) => executed).join('\n') };
}

function add(peaks: Peaks, name: string, { labels, points }: BucketSeries): void {
  for (const [bucket, value] of points)
    peaks.add(name, labels, bucket, { peak: value, sum: value, samples: 1 });
}

async function readOne(
  store: MetricStore,
  query: AnomaliesQuery,
  grid: Grid,
  name: string,
  groupBy: readonly string[],
): Promise<{ name: string; series: BucketSeries[]; executed: string }> {
  const { tenant, filters, fromMs, toMs, signal } = query;
  const isScore = name === SCORE;
  const by = (isScore ? groupBy : ['service', 'for']).join(',');
  const merge = isScore ? 'max' : 'avg';
  const selector = compileSelector(name, tenantLabel(store, tenant), filters, ANOMALY_LABELS);
  const queryOf = (ms: number): string => `${merge} by (${by}) (${merge}_over_time(${selector}[${ms}ms]))`;
  // Windows begin behind their start: one millisecond earlier they hold the bucket's own first millisecond.
  const window = { grid, edgeMs: grid.firstMs - 1, afterMs: fromMs - 1, toMs };
  const series = await askWindows(store, { tenant, ...window, queryOf, signal });
  return { name, series, executed: queryOf(grid.stepMs ?? toMs - fromMs + 1) };
}
