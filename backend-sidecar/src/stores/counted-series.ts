/**
 * What series queries answer once their samples are found; shared by the embedded and the memory store.
 * In: samples of each series in rising time. Out: the cells of a Tally, or the peaks of gauges as series.
 */
import { Increase, countedAt, type CounterPlan } from './counters.ts';
import { compareText } from './match.ts';
import type { AnomaliesQuery, SeriesResult } from './store.ts';
import { ACTION_CLASSES, bucketOf, type Grid, type Tally } from './tally.ts';

type Labels = Readonly<Record<string, string>>;

/** Counts one counter series into the tally, from the sample after the window's start on. One per series and query. */
export class CounterRun {
  readonly #tally: Tally;
  readonly #grid: Grid;
  readonly #group: readonly string[];
  readonly #isAction: boolean;
  readonly #increase: Increase;

  constructor(tally: Tally, grid: Grid, plan: CounterPlan, labels: Labels, lastBefore: number | undefined) {
    this.#tally = tally;
    this.#grid = grid;
    this.#group = plan.groupOf(labels);
    this.#isAction = ACTION_CLASSES.includes(labels['class'] ?? '');
    this.#increase = new Increase(lastBefore);
  }

  take(timeMs: number, value: number): void {
    const lines = this.#increase.next(value);
    if (lines === 0) return;
    const bucket = bucketOf(this.#grid, countedAt(timeMs));
    this.#tally.add(this.#group, bucket, { lines, action: this.#isAction ? lines : 0, score: 0 });
  }
}

/** Samples of one series in one bucket. */
export interface PeakCell {
  readonly peak: number;
  readonly sum: number;
  readonly samples: number;
}

type AskedSeries = Pick<AnomaliesQuery, 'series' | 'top'>;

const SCORE = 'anomaly_score';
/** Value, expectation and bounds have their detector's unit, so they are never merged over detectors. */
const OWN_LABELS: readonly string[] = ['service', 'for'];
const MOST_GROUPS = 1000;

/**
 * The series of an anomalies query, told apart by the label `__name__`: a bucket holds the highest score of the group, and the
 * mean of value, expectation and bounds. Groups come by falling peak of the score, or of the first series without it.
 */
export class Peaks {
  readonly #query: AskedSeries;
  readonly #groupBy: readonly string[];
  readonly #grid: Grid;
  /** By group of the query, then by name and labels. */
  readonly #groups = new Map<string, Map<string, PeakSeries>>();

  constructor(query: AskedSeries, groupBy: readonly string[], grid: Grid) {
    this.#query = query;
    this.#groupBy = groupBy;
    this.#grid = grid;
  }

  add(name: string, labels: Labels, bucket: number, cell: PeakCell): void {
    const groupKey = keyOf(labels, this.#groupBy);
    const own = name === SCORE ? this.#groupBy : OWN_LABELS;
    const key = `${name}${keyOf(labels, own)}`;
    let group = this.#groups.get(groupKey);
    if (!group) this.#groups.set(groupKey, (group = new Map<string, PeakSeries>()));
    let series = group.get(key);
    if (!series) group.set(key, (series = { name, labels: pick(labels, own), cells: new Map() }));
    const { peak, sum, samples } = series.cells.get(bucket) ?? { peak: -Infinity, sum: 0, samples: 0 };
    series.cells.set(bucket, {
      peak: Math.max(peak, cell.peak),
      sum: sum + cell.sum,
      samples: samples + cell.samples,
    });
  }

  answer(): { series: SeriesResult[]; notices: string[] } {
    const { series: names, top = MOST_GROUPS } = this.#query;
    const leading = names.includes(SCORE) ? SCORE : (names[0] ?? SCORE);
    const ranked = [...this.#groups]
      .map(([key, group]) => ({ key, all: [...group.values()], peak: highest(group.values(), leading) }))
      .sort((a, b) => compareNumbers(b.peak, a.peak) || compareText(a.key, b.key));
    const kept = ranked.slice(0, top);
    const left = this.#query.top === undefined ? ranked.length - kept.length : 0;
    return {
      series: kept.flatMap(({ all }) =>
        names.flatMap((name) => all.filter((one) => one.name === name).map((one) => this.#shaped(one))),
      ),
      notices: left > 0 ? [`${left} of ${ranked.length} groups are left out; filter by service.`] : [],
    };
  }

  #shaped({ name, labels, cells }: PeakSeries): SeriesResult {
    const { firstMs, stepMs = 0 } = this.#grid;
    const points = [...cells].sort(([a], [b]) => a - b);
    return {
      labels: { __name__: name, ...labels },
      times: points.map(([bucket]) => firstMs + bucket * stepMs),
      values: points.map(([, { peak, sum, samples }]) => (name === SCORE ? peak : sum / samples)),
    };
  }
}

interface PeakSeries {
  readonly name: string;
  readonly labels: Labels;
  readonly cells: Map<number, PeakCell>;
}

function pick(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
}

function keyOf(labels: Labels, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => labels[name] ?? ''));
}

function highest(group: Iterable<PeakSeries>, name: string): number {
  let highest = -Infinity;
  for (const series of group) {
    if (series.name !== name) continue;
    for (const { peak } of series.cells.values()) highest = Math.max(highest, peak);
  }
  return highest;
}

/** Also of infinite ones, whose difference is no number. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
