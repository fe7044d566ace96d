import type { Filter } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { SeriesAnswer, SeriesResult, StatsQuery } from '../store.ts';
import { LINE_LABELS, compileSelector, increase } from './compile-metricsql.ts';
import { MOST_SERIES, OTHER, bucketStarts, cutNotice, filled, labelsKey, ranked } from './points.ts';
import { askSeries, tenantLabel, type MetricStore } from './read-series.ts';

const SERIES = 'presage_log_lines_total';
const HOT: Filter = { field: 'presage_class', op: '=|', values: ['incident', 'preventive_action'] };

/** Lines by when they were decided, from the counters: what an alert's window needs to see a line that came late. */
export async function readArrival(store: MetricStore, query: StatsQuery): Promise<SeriesAnswer> {
  const { value, stepMs, fromMs, toMs, top, groupBy } = query;
  if (value === 'score')
    throw new PresageError(
      'bad_query',
      'Scores are not counted by arrival; ask with time: event, or for anomalies.',
    );
  const fields = groupBy.filter((field) => Object.hasOwn(LINE_LABELS, field));
  const starts = stepMs === undefined ? undefined : bucketStarts(fromMs, toMs, stepMs);
  const counted = new Counted(store, query, fields, starts);
  const all = await counted.lines([]);
  const seconds = Math.max(1, stepMs ?? toMs - fromMs) / 1000;
  const notices = [...all.notices, ...cannotApply(query)];
  const kept = topOf(all.series, fields, top);
  if (value !== 'share') {
    const scale = value === 'rate' ? seconds : 1;
    const series = kept.map((entry) => ({ ...entry, values: entry.values.map((lines) => lines / scale) }));
    return answer(series, all.executed, notices);
  }
  const hot = topLike(kept, (await counted.lines([HOT])).series, fields);
  return answer(
    kept.flatMap((entry, i) => shareOf(entry, hot[i])),
    all.executed,
    notices,
  );
}

function answer(all: readonly SeriesResult[], executed: string, notices: readonly string[]): SeriesAnswer {
  const series = all.length > MOST_SERIES ? ranked(all, 'sum').slice(0, MOST_SERIES) : all;
  return { series, executed, notices: [...notices, ...cutNotice(series.length, all.length)] };
}

function cannotApply({ text, logsql, groupBy }: StatsQuery): string[] {
  const notices: string[] = [];
  if (text !== undefined && text.trim() !== '')
    notices.push('Search words cannot apply to counts by arrival and are left out.');
  if (logsql !== undefined && logsql.trim() !== '')
    notices.push('LogsQL cannot apply to counts by arrival and is left out.');
  for (const field of groupBy)
    if (!Object.hasOwn(LINE_LABELS, field))
      notices.push(`Counts by arrival cannot be grouped by ${field}; it is left out.`);
  return notices;
}

/** The counters of one query, asked once or, for shares, twice. */
class Counted {
  readonly #store: MetricStore;
  readonly #query: StatsQuery;
  readonly #fields: readonly string[];
  readonly #starts: readonly number[] | undefined;

  constructor(
    store: MetricStore,
    query: StatsQuery,
    fields: readonly string[],
    starts: readonly number[] | undefined,
  ) {
    this.#store = store;
    this.#query = query;
    this.#fields = fields;
    this.#starts = starts;
  }

  async lines(more: readonly Filter[]): Promise<SeriesAnswer> {
    const { tenant, filters, fromMs, toMs, stepMs, signal } = this.#query;
    const selector = compileSelector(
      SERIES,
      tenantLabel(this.#store, tenant),
      [...filters, ...more],
      LINE_LABELS,
    );
    const labels = [...new Set(this.#fields.map((field) => LINE_LABELS[field] ?? ''))];
    const by = labels.length === 0 ? '' : ` by (${labels.join(',')})`;
    const query = `sum${by} (${increase(selector.text, stepMs ?? Math.max(1, toMs - fromMs))})`;
    // A counter's value at the end of a bucket holds the bucket's lines: VictoriaMetrics' windows are (start, end].
    const endOf = (start: number | undefined): number => (start ?? fromMs) + (stepMs ?? 0);
    const result = await askSeries(this.#store, {
      tenant,
      query,
      startMs: endOf(this.#starts?.[0]),
      endMs: this.#starts ? endOf(this.#starts.at(-1)) : toMs,
      stepMs,
      signal,
    });
    const series = result.map((entry) => this.#shaped(entry));
    const isEmpty = series.length === 0 && this.#fields.length === 0;
    return {
      series: isEmpty ? [this.#shaped({ labels: {}, times: [], values: [] })] : series,
      executed: query,
      notices: selector.notices,
    };
  }

  #shaped({ labels, times, values }: SeriesResult): SeriesResult {
    const named = Object.fromEntries(
      this.#fields.map((field) => [field, labels[LINE_LABELS[field] ?? ''] ?? '']),
    );
    const starts = this.#starts;
    if (!starts) return { labels: named, times: [this.#query.toMs], values: [values[0] ?? 0] };
    const stepMs = this.#query.stepMs ?? 0;
    const at = new Map(times.map((time, i) => [time - stepMs, values[i] ?? 0]));
    return { labels: named, times: starts, values: filled(starts, at) };
  }
}

/** The biggest, and all others summed into one. */
function topOf(
  series: readonly SeriesResult[],
  fields: readonly string[],
  top: number | undefined,
): SeriesResult[] {
  const grown = series.filter(({ values }) => fields.length === 0 || values.some((value) => value > 0));
  const order = ranked(grown, 'sum');
  if (top === undefined || fields.length === 0 || order.length <= top) return order;
  return [...order.slice(0, top), summed(order.slice(top), fields)];
}

function summed(series: readonly SeriesResult[], fields: readonly string[]): SeriesResult {
  const times = series[0]?.times ?? [];
  return {
    labels: Object.fromEntries(fields.map((field) => [field, OTHER])),
    times,
    values: times.map((_, i) => series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)),
  };
}

/** The same groups out of another answer; what is in none of them belongs to `other`. */
function topLike(
  kept: readonly SeriesResult[],
  series: readonly SeriesResult[],
  fields: readonly string[],
): (SeriesResult | undefined)[] {
  const keys = new Set(kept.map(({ labels }) => labelsKey(labels)));
  const byKey = new Map(series.map((entry) => [labelsKey(entry.labels), entry]));
  const rest = series.filter(({ labels }) => !keys.has(labelsKey(labels)));
  const isOther = (entry: SeriesResult): boolean =>
    fields.length > 0 && fields.every((field) => entry.labels[field] === OTHER);
  return kept.map(
    (entry) => byKey.get(labelsKey(entry.labels)) ?? (isOther(entry) ? summed(rest, fields) : undefined),
  );
}

/** Buckets without a line have no share. */
function shareOf(all: SeriesResult, hot: SeriesResult | undefined): SeriesResult[] {
  const at = all.values.flatMap((lines, i) => (lines > 0 ? [i] : []));
  if (at.length === 0) return [];
  return [
    {
      labels: all.labels,
      times: at.map((i) => all.times[i] ?? 0),
      values: at.map((i) => (hot?.values[i] ?? 0) / (all.values[i] ?? 1)),
    },
  ];
}
