import type { Detector, Filter, LogClass, Signals } from '@presage/contract';
import type { Reader, Scope, SeriesResult, StatsQuery } from '../stores/store.ts';
import type { ExplainParts } from './parts.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
/** What is not there by then is left out: figures help an answer, they do not hold it up. */
const WAIT_MS = 250;
const MOST_TEMPLATES = 20;
const MOST_ONSETS = 10;
/** So many times the earlier rate is a rise. */
const RISE = 3;
const FEWEST = 6;

const NOT_NORMAL: Filter = {
  field: 'presage_class',
  op: '=|',
  values: ['incident', 'preventive_action'],
};

/** The line that is explained, as the store has it. */
export interface Around {
  readonly timeMs: number;
  readonly templateId: string;
  /** Lines of its service; [] when it has none. */
  readonly own: readonly Filter[];
  readonly service: string;
}

export type ScopeOf = (fromMs: number, toMs: number, filters: readonly Filter[]) => Scope;

/** Figures around a line; whatever fails or is late is absent. */
export async function signalsOf(parts: ExplainParts, around: Around, scope: ScopeOf): Promise<Signals> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), WAIT_MS);
  const soon = <T>(part: Promise<T>): Promise<T | undefined> =>
    Promise.race([part.catch(() => undefined), late.promise]);
  const [templates, onsets, scores, series] = await Promise.all([
    soon(templatesOf(parts, around, scope)),
    soon(onsetsOf(parts.reader, around, scope)),
    soon(scoresOf(parts.reader, around, scope)),
    soon(seriesOf(parts.reader, around, scope)),
  ]);
  clearTimeout(timer);
  return {
    ...(templates === undefined || templates.length === 0 ? {} : { templates }),
    ...(onsets === undefined || onsets.length === 0 ? {} : { onsets }),
    ...(scores === undefined || scores.length === 0 ? {} : { scores }),
    ...(series === undefined || series.length === 0 ? {} : { series }),
  };
}

function counts(
  reader: Reader,
  scope: Scope,
  more: Partial<Pick<StatsQuery, 'groupBy' | 'stepMs'>>,
): Promise<readonly SeriesResult[]> {
  const query = { groupBy: [], stepMs: undefined, top: undefined, ...more };
  return reader.stats({ ...scope, ...query, time: 'event', value: 'count' }).then(({ series }) => series);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Kinds of lines of its service, and of trouble anywhere, in the quarter of an hour before; what is new or rising first. */
async function templatesOf(
  parts: ExplainParts,
  { timeMs, own }: Around,
  scope: ScopeOf,
): Promise<NonNullable<Signals['templates']>> {
  const groupBy = ['presage_template_id', 'service', 'presage_class'];
  const ways = own.length === 0 ? [[NOT_NORMAL]] : [own, [NOT_NORMAL]];
  const windows = [scope(timeMs - QUARTER, timeMs, []), scope(timeMs - HOUR, timeMs - QUARTER - 1, [])];
  const found = await Promise.all(
    windows.map((window) =>
      Promise.all(ways.map((filters) => counts(parts.reader, { ...window, filters }, { groupBy }))).then(
        (lists) => new Map(lists.flat().map((one) => [keyOf(one), one])),
      ),
    ),
  );
  const [recent = new Map<string, SeriesResult>(), earlier] = found;
  const { tenant } = scope(0, 0, []);
  return Array.from(recent, ([key, { labels, values }]) => {
    const id = labels['presage_template_id'] ?? '';
    const known = parts.template(tenant, id);
    const before = sum(earlier?.get(key)?.values ?? []);
    const count = sum(values);
    return {
      ...{ template_id: id, service: labels['service'] ?? '', template: known?.template ?? '' },
      ...{ class: (labels['presage_class'] ?? 'normal') as LogClass, count, before },
      ...(known === undefined ? {} : { first_seen: known.first_seen }),
      trend: trendOf(count, before, known && Date.parse(known.first_seen) >= timeMs - QUARTER),
    };
  })
    .filter((one) => one.template_id !== '' && one.template !== '')
    .sort((a, b) => RANK[a.trend] - RANK[b.trend] || b.count - a.count)
    .slice(0, MOST_TEMPLATES);
}

const RANK = { new: 0, rising: 1, steady: 2 } as const;

function keyOf({ labels }: SeriesResult): string {
  return `${labels['presage_template_id'] ?? ''} ${labels['service'] ?? ''} ${labels['presage_class'] ?? ''}`;
}

/** The earlier window is three times as long. */
function trendOf(count: number, before: number, isYoung: boolean | undefined): keyof typeof RANK {
  if (before === 0 && isYoung === true) return 'new';
  return count >= FEWEST && count > RISE * (before / 3) ? 'rising' : 'steady';
}

/** Where lines that need action began, or rose, in other services within the quarter of an hour before. */
async function onsetsOf(
  reader: Reader,
  { timeMs, service }: Around,
  scope: ScopeOf,
): Promise<NonNullable<Signals['onsets']>> {
  const window = scope(timeMs - QUARTER, timeMs, [NOT_NORMAL]);
  const found = await counts(reader, window, { groupBy: ['service'], stepMs: MINUTE });
  return found
    .filter(({ labels }) => labels['service'] !== undefined && labels['service'] !== service)
    .flatMap(({ labels, times, values }) => {
      const at = onsetIn(times, values, timeMs - QUARTER);
      if (at === -1) return [];
      const time = new Date(times[at] ?? 0).toISOString();
      return [{ service: labels['service'] ?? '', time, count: sum(values.slice(at)) }];
    })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : b.count - a.count))
    .slice(0, MOST_ONSETS);
}

/** The first minute with more than RISE times the mean before it, after at least two minutes that were watched; -1 = steady. */
function onsetIn(times: readonly number[], values: readonly number[], fromMs: number): number {
  let total = 0;
  for (const [at, value] of values.entries()) {
    const minutes = Math.round(((times[at] ?? fromMs) - fromMs) / MINUTE);
    const mean = minutes > 0 ? total / minutes : 0;
    if (minutes >= 2 && value >= 1 && value > RISE * mean) return at;
    total += value;
  }
  return -1;
}

async function scoresOf(
  reader: Reader,
  { timeMs, service }: Around,
  scope: ScopeOf,
): Promise<NonNullable<Signals['scores']>> {
  if (service === '') return [];
  const { tenant, signal, fromMs, toMs } = scope(timeMs - QUARTER, timeMs + MINUTE, []);
  const { series } = await reader.anomalies({
    ...{ tenant, signal, fromMs, toMs, top: undefined, groupBy: [], stepMs: 10_000 },
    filters: [{ field: 'service', op: '=', values: [service] }],
    series: ['anomaly_score'],
  });
  return series
    .map(({ labels, times, values }) => {
      const score = Math.max(0, ...values);
      const time = new Date(times[values.indexOf(score)] ?? timeMs).toISOString();
      return { for: labels['for'] as Detector, score: Math.round(score * 100) / 100, time };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** Lines of its service, those of them that need action, and lines of its kind, by the minute. */
async function seriesOf(
  reader: Reader,
  { timeMs, own, service, templateId }: Around,
  scope: ScopeOf,
): Promise<NonNullable<Signals['series']>> {
  const name = service === '' ? 'all services' : service;
  const kind: Filter = { field: 'presage_template_id', op: '=', values: [templateId] };
  const wanted: readonly (readonly [string, readonly Filter[]])[] = [
    [`lines of ${name} a minute`, own],
    [`lines of ${name} that need action a minute`, [...own, NOT_NORMAL]],
    ...(templateId === '' ? [] : [['lines of this kind a minute', [kind]] as const]),
  ];
  const found = await Promise.all(
    wanted.map(async ([title, filters]) => {
      const window = scope(timeMs - HOUR, timeMs + 5 * MINUTE, filters);
      const [one] = await counts(reader, window, { stepMs: MINUTE });
      return { name: title, times: [...(one?.times ?? [])], values: [...(one?.values ?? [])] };
    }),
  );
  return found.filter(({ values }) => values.length > 0);
}
