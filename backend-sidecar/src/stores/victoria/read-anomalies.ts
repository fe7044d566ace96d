import { planAnomalies } from '../counters.ts';
import { compareText } from '../match.ts';
import type { AnomaliesQuery, SeriesAnswer, SeriesResult } from '../store.ts';
import { gridOf, type Grid } from '../tally.ts';
import { ANOMALY_LABELS, compileSelector } from './compile-metricsql.ts';
import { askSeries, tenantLabel, type MetricStore, type PointSeries } from './read-series.ts';

const SCORE = 'anomaly_score';
const MOST_SERIES = 1000;

/**
 * The anomaly series as they were written, told apart by the label `__name__`. A bucket holds its highest score, and the mean of
 * value, expectation and bounds; these have their detector's unit, so they are never merged over detectors.
 */
export async function readAnomalies(store: MetricStore, query: AnomaliesQuery): Promise<SeriesAnswer> {
  const { groupBy } = planAnomalies(query);
  const grid = gridOf(query);
  const answers = await Promise.all(query.series.map((name) => readOne(store, query, grid, name, groupBy)));
  const all = answers.flatMap(({ series }) => series);
  const kept = onlyTop(all, Math.min(query.top ?? MOST_SERIES, MOST_SERIES), query);
  const executed = answers.map((answer) => answer.executed).join('\n');
  const left = query.top === undefined ? all.length - kept.length : 0;
  return {
    series: kept,
    executed,
    notices: left > 0 ? [`${left} of ${all.length} series are left out; filter by service.`] : [],
  };
}

async function readOne(
  store: MetricStore,
  query: AnomaliesQuery,
  grid: Grid,
  name: string,
  groupBy: readonly string[],
): Promise<{ series: SeriesResult[]; executed: string }> {
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
  const found = await askSeries(store, { tenant, query: executed, startMs, endMs, stepMs, signal });
  return { series: found.map((entry) => shaped(entry, name, grid)), executed };
}

function shaped({ labels, points }: PointSeries, name: string, { stepMs, firstMs }: Grid): SeriesResult {
  return {
    labels: { __name__: name, ...labels },
    times: points.map(([timeMs]) => (stepMs === undefined ? firstMs : timeMs + 1 - stepMs)),
    values: points.map(([, value]) => value),
  };
}

/** The groups with the highest values of the leading series, with all their series, highest first. */
function onlyTop(series: readonly SeriesResult[], top: number, query: AnomaliesQuery): SeriesResult[] {
  const leading = query.series.includes(SCORE) ? SCORE : query.series[0];
  const peaks = new Map<string, number>();
  for (const entry of series)
    if (entry.labels['__name__'] === leading)
      peaks.set(
        groupKey(entry),
        entry.values.reduce((a, b) => Math.max(a, b), -Infinity),
      );
  const order = [...peaks.keys()].sort(
    (a, b) => (peaks.get(b) ?? 0) - (peaks.get(a) ?? 0) || compareText(a, b),
  );
  const rank = new Map(order.slice(0, top).map((key, i) => [key, i]));
  return series
    .filter((entry) => rank.has(groupKey(entry)))
    .sort((a, b) => (rank.get(groupKey(a)) ?? 0) - (rank.get(groupKey(b)) ?? 0));
}

function groupKey({ labels }: SeriesResult): string {
  return JSON.stringify([labels['service'], labels['for']]);
}
