import { BUCKET_MS, METRICS, type Filter } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { SeriesResult } from '../../stores/store.ts';
import type { Api, HealthSeries } from '../api.ts';
import { seriesFrames } from '../frames/series-frames.ts';
import type { Answer, Asker } from './answer.ts';
import type { Resolved } from './resolve.ts';

/** The field that names metrics in the filters of a health query, and the label where several are asked for. */
const METRIC = 'metric';
const NUMBERS: readonly string[] = METRICS.filter(({ type }) => type !== 'histogram').map(({ name }) => name);

/**
 * Presage's own metrics, from memory: a gauge's last value, a counter's increase or rate, over the window or a step. It is answered
 * whatever state the stores are in.
 */
export function answerHealth(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const names = namesIn(query.filters);
  const others = query.filters.filter(({ field }) => field !== METRIC);
  const matches = api.compileMatch(others, undefined);
  const from = query.fromMs - 2 * BUCKET_MS;
  const found = api
    .health(names, from, query.toMs)
    .filter(({ labels }) => matches({ message: '', fields: labels }));
  const named = [...Map.groupBy(found, ({ name }) => name)].flatMap(([name, series]) =>
    grouped(series, query).map((one) => ({
      name,
      ...one,
      labels: names.length > 1 ? { ...one.labels, [METRIC]: name } : one.labels,
    })),
  );
  const shown = query.top === undefined ? named : named.slice(0, query.top);
  const facts = { ...query, executed: names.join(', '), datasourceUid: asker.datasourceUid };
  return Promise.resolve({ frames: seriesFrames(shown, facts), notices: [], problems: problemsOf(query) });
}

/** Throws `bad_query`. */
function namesIn(filters: readonly Filter[]): readonly string[] {
  const named = filters.filter(({ field }) => field === METRIC);
  const names = [...new Set(named.flatMap(({ values }) => values))];
  const wrong = names.find((name) => !NUMBERS.includes(name));
  if (names.length > 0 && wrong === undefined && named.every(({ op }) => op === '=' || op === '=|'))
    return names;
  throw new PresageError(
    'bad_query',
    `A health query names its metrics: a filter on ${METRIC} with = or =|, and a counter or gauge of docs/metrics.md${wrong === undefined ? '' : `, which ${wrong.slice(0, 80)} is not`}.`,
  );
}

function problemsOf({ text, logsql }: Resolved): readonly string[] {
  return text === undefined && logsql === undefined ? [] : ['Metrics have no words: the search is left out.'];
}

/** Series with the same values of the asked labels are one: counters add up, of gauges the greatest counts. */
function grouped(found: readonly HealthSeries[], query: Resolved): SeriesResult[] {
  const { groupBy } = query;
  const labelsOf = ({ labels }: HealthSeries): Record<string, string> =>
    groupBy.length === 0
      ? { ...labels }
      : Object.fromEntries(
          groupBy.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])),
        );
  const groups = Map.groupBy(found, (series) => JSON.stringify(Object.entries(labelsOf(series)).sort()));
  return [...groups.values()].map((group) => {
    const values = new Map<number, number>();
    for (const series of group)
      for (const [time, value] of series.type === 'counter'
        ? increases(series, query)
        : lasts(series, query)) {
        const sofar = values.get(time);
        const both = series.type === 'counter' ? (sofar ?? 0) + value : Math.max(sofar ?? -Infinity, value);
        values.set(time, both);
      }
    const times = [...values.keys()].sort((a, b) => a - b);
    const [first] = group;
    return {
      labels: first === undefined ? {} : labelsOf(first),
      times,
      values: times.map((time) => values.get(time) ?? 0),
    };
  });
}

/** A gauge at the end of each step. */
function lasts({ times, values }: HealthSeries, query: Resolved): Map<number, number> {
  const found = new Map<number, number>();
  times.forEach((time, i) => {
    if (time >= query.fromMs) found.set(stepOf(time, query), values[i] ?? 0);
  });
  return found;
}

/** What a counter gained in each step; from the first point on where it is not known before. */
function increases({ times, values }: HealthSeries, query: Resolved): Map<number, number> {
  const { stepMs, fromMs, toMs, value } = query;
  const found = new Map<number, number>();
  const seconds = (stepMs ?? Math.max(1, toMs - fromMs)) / 1000;
  times.forEach((time, i) => {
    const before = values[i - 1];
    if (time <= fromMs || before === undefined) return;
    const gained = Math.max(0, (values[i] ?? 0) - before);
    const at = stepOf(time - 1, query);
    found.set(at, (found.get(at) ?? 0) + (value === 'count' ? gained : gained / seconds));
  });
  return found;
}

/** Start of the step that a time lies in. */
function stepOf(time: number, { stepMs, fromMs }: Resolved): number {
  return stepMs === undefined ? fromMs : Math.floor(time / stepMs) * stepMs;
}
