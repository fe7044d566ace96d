import { Peaks } from '../counted-series.ts';
import { planAnomalies } from '../counters.ts';
import type { AnomaliesQuery, SeriesAnswer } from '../store.ts';
import { bucketOf, gridOf, type Grid } from '../tally.ts';
import { ANOMALY_LABELS, compileSelector } from './compile-metricsql.ts';
import { askSeries, tenantLabel, type MetricStore, type PointSeries } from './read-series.ts';

const SCORE = 'anomaly_score';

/** The anomaly series: VictoriaMetrics merges the samples of a bucket and of several writers, `Peaks` makes the answer. */
export async function readAnomalies(store: MetricStore, query: AnomaliesQuery): Promise<SeriesAnswer> {
  const { groupBy } = planAnomalies(query);
  const grid = gridOf(query);
  const peaks = new Peaks(query, groupBy, grid);
  const asked = await Promise.all(query.series.map((name) => readOne(store, query, grid, name, groupBy)));
  for (const { name, series } of asked) for (const entry of series) add(peaks, name, entry, grid);
  return { ...peaks.answer(), executed: asked.map(({ executed }) => executed).join('\n') };
}

function add(peaks: Peaks, name: string, { labels, points }: PointSeries, grid: Grid): void {
  for (const [timeMs, value] of points)
    peaks.add(name, labels, bucketOf(grid, timeMs), { peak: value, sum: value, samples: 1 });
}

async function readOne(
  store: MetricStore,
  query: AnomaliesQuery,
  grid: Grid,
  name: string,
  groupBy: readonly string[],
): Promise<{ name: string; series: PointSeries[]; executed: string }> {
  const { tenant, filters, fromMs, toMs, signal } = query;
  const { stepMs, firstMs, points } = grid;
  const isScore = name === SCORE;
  const by = (isScore ? groupBy : ['service', 'for']).join(',');
  const merge = isScore ? 'max' : 'avg';
  const selector = compileSelector(name, tenantLabel(store, tenant), filters, ANOMALY_LABELS);
  const executed = `${merge} by (${by}) (${merge}_over_time(${selector}[${stepMs ?? toMs - fromMs + 1}ms]))`;
  // Windows are (start, end]: ending one millisecond before the next bucket, they hold the bucket's own first millisecond.
  const startMs = firstMs + (stepMs ?? 0) - 1;
  const endMs = stepMs === undefined ? toMs : firstMs + points * stepMs - 1;
  const series = await askSeries(store, { tenant, query: executed, startMs, endMs, stepMs, signal });
  return { name, series, executed };
}
