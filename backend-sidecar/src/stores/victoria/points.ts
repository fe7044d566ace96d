import { PresageError } from '../../errors.ts';
import { compareText } from '../match.ts';
import type { SeriesResult } from '../store.ts';

/** Grafana and VictoriaMetrics draw the same line. */
const MOST_POINTS = 11_000;
/** Series of one answer when no `top` is asked for. */
export const MOST_SERIES = 1000;
/** Group value of what is not among the biggest. */
export const OTHER = 'other';

/** Starts of the buckets that touch [fromMs, toMs]: multiples of the step since 1970. Throws `bad_query` when there are too many. */
export function bucketStarts(fromMs: number, toMs: number, stepMs: number): number[] {
  const first = Math.floor(fromMs / stepMs) * stepMs;
  const count = Math.floor((toMs - first) / stepMs) + 1;
  if (count > MOST_POINTS)
    throw new PresageError(
      'bad_query',
      `${count} points are more than ${MOST_POINTS}; choose a wider step or a shorter range.`,
    );
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * stepMs);
}

/** One value for each bucket; a bucket without a value has zero. */
export function filled(starts: readonly number[], values: ReadonlyMap<number, number>): number[] {
  return starts.map((start) => values.get(start) ?? 0);
}

/** Text that tells label sets apart. */
export function labelsKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => compareText(a, b)));
}

/** Biggest first by the highest (`max`) or summed (`sum`) value, ties by labels. */
export function ranked(series: readonly SeriesResult[], by: 'max' | 'sum'): SeriesResult[] {
  const weigh = ({ values }: SeriesResult): number =>
    by === 'sum'
      ? values.reduce((sum, value) => sum + value, 0)
      : values.reduce((a, b) => Math.max(a, b), -Infinity);
  return series
    .map((entry) => ({ entry, weight: weigh(entry), key: labelsKey(entry.labels) }))
    .sort((a, b) => b.weight - a.weight || compareText(a.key, b.key))
    .map(({ entry }) => entry);
}

/** What was cut off an answer, for people. */
export function cutNotice(kept: number, all: number): string[] {
  return all > kept
    ? [`${all - kept} of ${all} series are left out; group by less, or ask for the top ones.`]
    : [];
}
