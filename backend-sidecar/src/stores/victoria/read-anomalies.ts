import type { AnomaliesQuery, SeriesAnswer, SeriesResult } from '../store.ts';
import { ANOMALY_LABELS, compileSelector } from './compile-metricsql.ts';
import { MOST_SERIES, bucketStarts, cutNotice, ranked } from './points.ts';
import { askSeries, tenantLabel, type MetricStore } from './read-series.ts';

const SCORE = 'anomaly_score';

/**
 * The anomaly series as they were written, one answer per asked series name (label `__name__`). A bucket holds its highest score,
 * and the mean of value, expectation and bounds. These have a unit of their detector's, so they are never merged over detectors.
 */
export async function readAnomalies(store: MetricStore, query: AnomaliesQuery): Promise<SeriesAnswer> {
  const { stepMs, fromMs, toMs, top } = query;
  const starts = stepMs === undefined ? undefined : bucketStarts(fromMs, toMs, stepMs);
  const answers = await Promise.all(query.series.map((name) => readOne(store, query, name, starts)));
  const scores = answers.flatMap(({ series }) => series);
  const kept = top === undefined ? scores : onlyTop(scores, top, query);
  const series = kept.length > MOST_SERIES ? kept.slice(0, MOST_SERIES) : kept;
  return {
    series,
    executed: answers.map(({ executed }) => executed).join('\n'),
    notices: [
      ...new Set(answers.flatMap(({ notices }) => notices)),
      ...cutNotice(series.length, kept.length),
    ],
  };
}

async function readOne(
  store: MetricStore,
  query: AnomaliesQuery,
  name: string,
  starts: readonly number[] | undefined,
): Promise<SeriesAnswer> {
  const { tenant, filters, fromMs, toMs, stepMs, signal } = query;
  const { text, notices } = compileSelector(name, tenantLabel(store, tenant), filters, ANOMALY_LABELS);
  const isScore = name === SCORE;
  const groups = query.groupBy.filter((field) => Object.hasOwn(ANOMALY_LABELS, field));
  const by = isScore && groups.length > 0 ? groups : ['service', 'for'];
  const width = stepMs ?? toMs - fromMs + 1;
  const merge = isScore ? 'max' : 'avg';
  const text2 = `${merge} by (${by.join(',')}) (${merge}_over_time(${text}[${width}ms]))`;
  // Windows are (start, end]: ending one millisecond before the next bucket, they hold the bucket's own first millisecond.
  const lastOf = (start: number | undefined): number => (start ?? fromMs) + (stepMs ?? 0) - 1;
  const result = await askSeries(store, {
    tenant,
    query: text2,
    startMs: lastOf(starts?.[0]),
    endMs: starts ? lastOf(starts.at(-1)) : toMs,
    stepMs,
    signal,
  });
  const series = result.map((entry) => shaped(entry, name, stepMs));
  const lost = query.groupBy.filter((field) => !Object.hasOwn(ANOMALY_LABELS, field));
  return {
    series: ranked(series, 'max'),
    executed: text2,
    notices: [...notices, ...lost.map((field) => `Anomalies cannot be grouped by ${field}; it is left out.`)],
  };
}

function shaped(
  { labels, times, values }: SeriesResult,
  name: string,
  stepMs: number | undefined,
): SeriesResult {
  const starts = stepMs === undefined ? times : times.map((time) => time + 1 - stepMs);
  return { labels: { __name__: name, ...labels }, times: starts, values };
}

/** The groups with the highest scores, with all their series. */
function onlyTop(
  series: readonly SeriesResult[],
  top: number,
  { series: names }: AnomaliesQuery,
): SeriesResult[] {
  const leading = names.includes(SCORE) ? SCORE : names[0];
  const ofLeading = series.filter(({ labels }) => labels['__name__'] === leading);
  const kept = new Set(ranked(ofLeading, 'max').slice(0, top).map(groupKey));
  return series.filter((entry) => kept.has(groupKey(entry)));
}

function groupKey({ labels }: SeriesResult): string {
  return JSON.stringify([labels['service'], labels['for']]);
}
