import { BUCKET_MS, CLASSES, type Filter, type LogClass, type Template } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import type { TemplateTable } from '../../pipeline/verdict.ts';
import type { Reader, Scope, SeriesAnswer, SeriesResult, StoredRow } from '../../stores/store.ts';
import { correctedOf } from '../query/corrected.ts';
import type { PageFacts, ServiceFacts, SourceFacts, StoreFacts, Track } from './facts.ts';

/** What the page shows that is not asked of the store. */
export interface PageState {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly stores: readonly StoreFacts[];
  readonly sources: readonly SourceFacts[];
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly templates: number;
}

export interface PageAsk {
  readonly reader: Reader;
  readonly table: TemplateTable;
  readonly tenant: string;
  readonly nowMs: number;
  readonly range: string | null;
  readonly signal: AbortSignal;
  readonly state: PageState;
}

const FIRST_RANGE = ['15m', 15 * 60_000] as const;
/** While there is little to show: the first minutes of a sidecar would be a sliver at the edge of a quarter of an hour. */
const YOUNG_RANGE = ['5m', 5 * 60_000] as const;
const YOUNG_SECONDS = 8 * 60;
const RANGES: readonly (readonly [string, number])[] = [
  YOUNG_RANGE,
  FIRST_RANGE,
  ['1h', 3_600_000],
  ['6h', 6 * 3_600_000],
  ['24h', 24 * 3_600_000],
];
const STEPS = 60;
const TOP_SERVICES = 8;
/** Lines shown, each of another template, and how many are looked through for them. */
const LINES = 10;
const LINES_READ = 400;
const NEW_TEMPLATES = 10;

/** Asks everything at once; what fails is named on the page and leaves its part empty. */
export async function gatherPage(ask: PageAsk): Promise<PageFacts> {
  const toMs = ask.nowMs;
  const all = ask.range === ALL && hasAll(ask) ? ([ALL, toMs - (await oldestMs(ask))] as const) : undefined;
  const [label, rangeMs] = all ?? RANGES.find(([name]) => name === ask.range) ?? defaultRange(ask);
  const stepMs = Math.ceil(rangeMs / STEPS);
  const fromMs = Math.floor((toMs - rangeMs) / stepMs) * stepMs;
  const { byClass, volume, needs, scores, lines, troubles } = await askStore(ask, { fromMs, toMs, stepMs });
  const align = (series: SeriesResult | undefined): number[] => aligned(series, fromMs, stepMs);
  const alignScores = (series: SeriesResult | undefined): number[] => held(series, fromMs, stepMs);
  return {
    ...ask.state,
    nowMs: toMs,
    fromMs,
    stepMs,
    ranges: [...RANGES.map(([name]) => name), ...(hasAll(ask) ? [ALL] : [])].map((name) => ({
      label: name,
      href: `/?range=${name}`,
      isCurrent: name === label,
    })),
    classes: classTracks(byClass, align),
    services: serviceFacts(volume, needs, scores, align),
    scores: scoreTracks(scores, alignScores),
    newTemplates: newestTemplates(ask, fromMs),
    needAction: newestOfEach(lines.rows.map(corrector(ask))),
    troubles: [...new Set(troubles)],
  };
}

function defaultRange({ state }: PageAsk): typeof FIRST_RANGE | typeof YOUNG_RANGE {
  return state.uptimeSeconds < YOUNG_SECONDS ? YOUNG_RANGE : FIRST_RANGE;
}

/** Everything that is stored: a question for the embedded store only, a big one would be too much to ask every ten seconds. */
const ALL = 'all';

function hasAll({ reader }: PageAsk): boolean {
  return reader.name !== 'victoria';
}

async function oldestMs(ask: PageAsk): Promise<number> {
  const fallback = ask.nowMs - FIRST_RANGE[1];
  const oldest = { ...scopeOf(ask, 0, ask.nowMs), limit: 1, direction: 'forward' } as const;
  const page = await ask.reader.logs(oldest).catch(() => NO_LINES);
  return Math.min(fallback, page.rows[0]?.timeMs ?? fallback);
}

const NO_SERIES: SeriesAnswer = { series: [], executed: '', notices: [] };
const NO_LINES: { readonly rows: readonly StoredRow[] } = { rows: [] };

async function askStore(ask: PageAsk, window: { fromMs: number; toMs: number; stepMs: number }) {
  const { reader, tenant, signal } = ask;
  const troubles: string[] = [];
  const orEmpty = <Answer>(answer: Promise<Answer>, empty: Answer): Promise<Answer> =>
    answer.catch((thrown: unknown) => {
      troubles.push(messageOf(thrown));
      return empty;
    });
  const scope = scopeOf(ask, window.fromMs, window.toMs);
  const trouble = { ...scope, filters: [NEEDS_ACTION] };
  const stats = {
    groupBy: ['service'],
    stepMs: window.stepMs,
    top: undefined,
    time: 'event',
    value: 'count',
  } as const;
  const anomalies = {
    tenant,
    signal,
    ...window,
    filters: [],
    top: undefined,
    groupBy: ['service'],
    series: ['anomaly_score'],
  } as const;
  const [byClass, volume, needs, scores, lines] = await Promise.all([
    orEmpty(reader.stats({ ...scope, ...stats, groupBy: ['presage_class'] }), NO_SERIES),
    orEmpty(reader.stats({ ...scope, ...stats, top: TOP_SERVICES }), NO_SERIES),
    orEmpty(reader.stats({ ...trouble, ...stats }), NO_SERIES),
    orEmpty(reader.anomalies(anomalies), NO_SERIES),
    orEmpty(reader.logs({ ...trouble, limit: LINES_READ, direction: 'backward' }), NO_LINES),
  ]);
  return { byClass, volume, needs, scores, lines, troubles };
}

const NEEDS_ACTION: Filter = { field: 'presage_class', op: '=|', values: ['incident', 'preventive_action'] };

function scopeOf({ tenant, table, signal }: PageAsk, fromMs: number, toMs: number): Scope {
  const corrected = correctedOf(table, tenant).overlay;
  return { tenant, fromMs, toMs, filters: [], text: undefined, logsql: undefined, corrected, signal };
}

/** A series on the page's own steps; a step without a value is 0. */
function aligned(series: SeriesResult | undefined, fromMs: number, stepMs: number): number[] {
  const values = Array.from({ length: STEPS + 1 }, () => 0);
  series?.times.forEach((time, i) => {
    const at = Math.round((time - fromMs) / stepMs);
    if (at >= 0 && at <= STEPS) values[at] = Math.max(values[at] ?? 0, series.values[i] ?? 0);
  });
  return values;
}

/** Scores come once a bucket: a finer step would show holes between them. */
function scoreStep(stepMs: number): number {
  return Math.max(stepMs, BUCKET_MS);
}

/** A series of scores on the page's steps; each score stands for its whole bucket. */
function held(series: SeriesResult | undefined, fromMs: number, stepMs: number): number[] {
  const width = scoreStep(stepMs);
  const scores = new Map(series?.times.map((time, i) => [Math.floor(time / width), series.values[i] ?? 0]));
  return Array.from(
    { length: STEPS + 1 },
    (_, i) => scores.get(Math.floor((fromMs + i * stepMs) / width)) ?? 0,
  );
}

type Align = (series: SeriesResult | undefined) => number[];

function classTracks(answer: SeriesAnswer, align: Align): Record<LogClass, number[]> {
  const track = (name: LogClass): number[] =>
    align(answer.series.find((series) => series.labels['presage_class'] === name));
  return Object.fromEntries(CLASSES.map((name) => [name, track(name)])) as Record<LogClass, number[]>;
}

function serviceFacts(
  volume: SeriesAnswer,
  needs: SeriesAnswer,
  scores: SeriesAnswer,
  align: Align,
): ServiceFacts[] {
  const names = volume.series.map((series) => series.labels['service'] ?? '');
  // Beyond the biggest, the last one is all others.
  const others = names.length > TOP_SERVICES ? names.pop() : undefined;
  const of = ({ series }: SeriesAnswer, name: string): number[][] =>
    series
      .filter(({ labels: { service = '' } }) =>
        name === others ? !names.includes(service) : service === name,
      )
      .map(align);
  return volume.series
    .map((series) => {
      const name = series.labels['service'] ?? '';
      const values = align(series);
      const trouble = of(needs, name);
      return {
        name: name === '' ? '(no service)' : name,
        lines: total(values),
        volume: values,
        trouble: values.map((_, i) => total(trouble.map((each) => each[i] ?? 0))),
        score: Math.max(0, ...of(scores, name).flat()),
      };
    })
    .sort((a, b) => total(b.trouble) - total(a.trouble) || b.lines - a.lines);
}

/** Services whose score rose highest, few enough to be told apart. */
function scoreTracks(answer: SeriesAnswer, align: Align): Track[] {
  return answer.series
    .map((series) => ({ name: series.labels['service'] ?? '', values: align(series) }))
    .sort((a, b) => Math.max(...b.values) - Math.max(...a.values))
    .slice(0, 6);
}

function newestTemplates({ table, tenant }: PageAsk, fromMs: number): Template[] {
  return table
    .list({ tenant, limit: Number.MAX_SAFE_INTEGER })
    .templates.filter((template) => Date.parse(template.first_seen) >= fromMs)
    .toSorted((a, b) => b.first_seen.localeCompare(a.first_seen))
    .slice(0, NEW_TEMPLATES);
}

/** Gives a line the class that a person has set. */
function corrector({ table, tenant }: PageAsk): (row: StoredRow) => StoredRow {
  const { classOf } = correctedOf(table, tenant);
  return (row) => ({
    ...row,
    fields: { ...row.fields, presage_class: classOf(row.fields) ?? row.fields['presage_class'] ?? '' },
  });
}

/** The newest line of each template: a storm of one kind must not hide the others. */
function newestOfEach(rows: readonly StoredRow[]): { row: StoredRow; count: number }[] {
  const byTemplate = new Map<string, { row: StoredRow; count: number }>();
  for (const row of rows) {
    const key = `${row.fields['presage_template_id'] ?? row.message} ${row.fields['service'] ?? ''}`;
    const known = byTemplate.get(key);
    if (known) known.count++;
    else byTemplate.set(key, { row, count: 1 });
  }
  return [...byTemplate.values()].slice(0, LINES);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
