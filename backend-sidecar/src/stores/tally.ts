/**
 * From counted cells to the series of an answer: the meaning of a stats query, shared by the embedded and the memory store.
 * In: per group and bucket, lines, lines that need action, highest score. Out: SeriesAnswer's series, biggest first.
 * Count and rate are 0 where nothing was; share and score have no point there. Nothing here knows where cells come from.
 */
import { PresageError } from '../errors.ts';
import { compareText } from './match.ts';
import type { SeriesResult, StatsQuery } from './store.ts';

/** Points of one series, as Prometheus limits them. */
const MAX_POINTS = 11_000;
/** Points of one answer: beyond it the smallest series go into `other`. */
const MAX_ANSWER_POINTS = 1_000_000;
const MAX_SERIES = 1000;
/** Cells held while counting. */
const MAX_CELLS = 500_000;

/** What the rest of the series is called where only the biggest are kept. */
export const OTHER = 'other';

/** Class words that count as needing action; a line that is not decided does not. */
export const ACTION_CLASSES: readonly string[] = ['incident', 'preventive_action'];

export interface Sums {
  lines: number;
  /** Of these, lines whose class is one of ACTION_CLASSES. */
  action: number;
  /** Highest score, 0 when no line has one (it is written from 0.5 up). */
  score: number;
}

/** Where the points of a query lie. */
export interface Grid {
  /** Start of the first bucket (a multiple of stepMs since 1970), or the window's start. */
  readonly firstMs: number;
  /** Undefined = one value for the whole window. */
  readonly stepMs: number | undefined;
  readonly points: number;
}

type Window = Pick<StatsQuery, 'fromMs' | 'toMs' | 'stepMs'>;
type Asked = Pick<StatsQuery, 'fromMs' | 'toMs' | 'groupBy' | 'value' | 'top'>;

/** Throws `bad_query` for a window that is empty or has too many points. */
export function gridOf({ fromMs, toMs, stepMs }: Window): Grid {
  if (!(fromMs <= toMs)) throw new PresageError('bad_query', 'The time range ends before it begins.');
  if (stepMs === undefined) return { firstMs: fromMs, stepMs, points: 1 };
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const points = Math.floor(toMs / stepMs) - firstMs / stepMs + 1;
  if (points <= MAX_POINTS) return { firstMs, stepMs, points };
  const wider = Math.ceil((toMs - fromMs) / (MAX_POINTS - 1));
  throw new PresageError(
    'bad_query',
    `The range has ${points} points of ${stepMs} ms; at most ${MAX_POINTS} are given. Ask for a step of ${wider} ms or more, or for a shorter range.`,
  );
}

/** Index of the bucket that holds a time. */
export function bucketOf(grid: Grid, timeMs: number): number {
  return grid.stepMs === undefined ? 0 : Math.floor((timeMs - grid.firstMs) / grid.stepMs);
}

interface Group {
  readonly values: readonly string[];
  readonly cells: Map<number, Sums>;
  readonly total: Sums;
}

/** Adds cells up until the answer is made. One per query. */
export class Tally {
  readonly #query: Asked;
  readonly #grid: Grid;
  readonly #groups = new Map<string, Group>();
  #cells = 0;

  constructor(query: Asked, grid: Grid) {
    this.#query = query;
    this.#grid = grid;
  }

  /** `values`: one per name of groupBy. Throws `bad_query` when there are too many to hold. */
  add(values: readonly string[], bucket: number, sums: Readonly<Sums>): void {
    const key = JSON.stringify(values);
    let group = this.#groups.get(key);
    if (!group) this.#groups.set(key, (group = emptyGroup(values)));
    if (!group.cells.has(bucket) && ++this.#cells > MAX_CELLS) throw tooMany(this.#query.groupBy);
    addTo(group, bucket, sums);
  }

  /** The series, biggest first, `other` last, and what a person should know about them. */
  answer(): { series: readonly SeriesResult[]; notices: readonly string[] } {
    const { groupBy, value } = this.#query;
    if (groupBy.length === 0 && this.#groups.size === 0 && isCount(value))
      this.#groups.set('[]', emptyGroup([]));
    const { kept, notices } = this.#biggest();
    const series = kept.map((group) => ({
      labels: Object.fromEntries(groupBy.map((name, at) => [name, group.values[at] ?? ''])),
      ...this.#points(group),
    }));
    return { series, notices };
  }

  #biggest(): { kept: readonly Group[]; notices: readonly string[] } {
    const { groupBy, top } = this.#query;
    const limit = Math.min(top ?? MAX_SERIES, Math.max(1, Math.floor(MAX_ANSWER_POINTS / this.#grid.points)));
    const groups = [...this.#groups.values()].sort(
      (a, b) => this.#size(b) - this.#size(a) || compareGroups(a, b),
    );
    if (groups.length <= limit) return { kept: groups, notices: [] };
    const other = emptyGroup(groupBy.map(() => OTHER));
    // A group that is itself called `other` must not appear beside the rest: two series would have the same labels.
    const isOther = ({ values }: Group): boolean => values.every((text) => text === OTHER);
    const kept = groups.slice(0, limit).filter((group) => !isOther(group));
    for (const group of groups) {
      if (!kept.includes(group)) for (const [bucket, sums] of group.cells) addTo(other, bucket, sums);
    }
    const notices =
      limit === top
        ? []
        : [`Only the ${limit} biggest of ${groups.length} groups are shown apart; the rest is "${OTHER}".`];
    return { kept: [...kept, other], notices };
  }

  #size({ total }: Group): number {
    const { value } = this.#query;
    return value === 'score' ? total.score : value === 'share' ? total.action / total.lines : total.lines;
  }

  #points({ cells }: Group): Pick<SeriesResult, 'times' | 'values'> {
    const { firstMs, stepMs = 0, points } = this.#grid;
    const times: number[] = [];
    const values: number[] = [];
    for (let bucket = 0; bucket < points; bucket++) {
      const sums = cells.get(bucket);
      if (!sums && !isCount(this.#query.value)) continue;
      times.push(firstMs + bucket * stepMs);
      values.push(sums ? this.#value(sums) : 0);
    }
    return { times, values };
  }

  #value({ lines, action, score }: Sums): number {
    const { value, fromMs, toMs } = this.#query;
    if (value === 'count') return lines;
    if (value === 'share') return action / lines;
    if (value === 'score') return score;
    return lines / ((this.#grid.stepMs ?? Math.max(1, toMs - fromMs)) / 1000);
  }
}

function isCount(value: StatsQuery['value']): boolean {
  return value === 'count' || value === 'rate';
}

function emptyGroup(values: readonly string[]): Group {
  return { values, cells: new Map(), total: { lines: 0, action: 0, score: 0 } };
}

function addTo(group: Group, bucket: number, sums: Readonly<Sums>): void {
  let cell = group.cells.get(bucket);
  if (!cell) group.cells.set(bucket, (cell = { lines: 0, action: 0, score: 0 }));
  for (const into of [cell, group.total]) {
    into.lines += sums.lines;
    into.action += sums.action;
    into.score = Math.max(into.score, sums.score);
  }
}

function compareGroups(a: Group, b: Group): number {
  for (let i = 0; i < a.values.length; i++) {
    const order = compareText(a.values[i] ?? '', b.values[i] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function tooMany(groupBy: readonly string[]): PresageError {
  return new PresageError(
    'bad_query',
    `Grouping by ${groupBy.join(', ')} gives over ${MAX_CELLS} values; filter more, group by a field with fewer values, or take a wider step.`,
  );
}
