import type { Line } from '../line.ts';

/** A value that rose or fell over lines of one shape. */
export interface Trend {
  readonly lines: readonly Line[];
  /** As the first and the last line write it, with unit. */
  readonly first: string;
  readonly last: string;
  readonly rises: boolean;
  /** What stands before the value: `heap after gc`. */
  readonly name: string;
}

const VALUE =
  /(?<![\w.-])(\d{1,7}(?:\.\d+)?)\s?(%|ms|s|sec|seconds|m|min|kb|mb|gb|tb|kib|mib|gib|b|k|days?|d|h|°?c)?(?![\w:/-]|\.\d)/gi;
/** Names of things whose rise or fall matters when the value has no unit. */
const MEASURE =
  /(used|usage|heap|lag|depth|size|active|waiting|open|queue\w*|pending|backlog|pct|percent|mem\w*|free|idle|avail\w*|remaining|left|connections?|threads?|fds?|latency|dur\w*|took|rss|entries|errors|retries|temp\w*|wear|reallocated\w*|sectors?|goroutines?|sessions?|inodes?|count|offset|behind)\W{0,3}$/i;
const LEAST_CHANGE = 1.15;

/** Trends of lines up to a minute past the target, in its service or naming it, strongest first. */
export function trendsOf(target: Line, lines: readonly Line[]): readonly Trend[] {
  const near = lines.filter(
    (line) =>
      line.service === target.service && line.timeMs <= target.timeMs + 60_000 && line.message.length < 1000,
  );
  return [...Map.groupBy(near, shapeOf).values()]
    .filter((same) => same.length >= 3)
    .flatMap((same) => trendOf(same) ?? [])
    .sort((a, b) => Number(b.lines.includes(target)) - Number(a.lines.includes(target)));
}

function shapeOf({ message }: Line): string {
  return message.replace(/\d+(\.\d+)?/g, '#');
}

function trendOf(lines: readonly Line[]): Trend | undefined {
  const values = lines.map(({ message }) => [...message.matchAll(VALUE)]);
  const width = Math.min(...values.map(({ length }) => length));
  for (let i = 0; i < width; i++) {
    const column = values.map((row) => row[i]).filter((found) => found !== undefined);
    const numbers = column.map(([, number]) => Number(number));
    const [start, end] = [numbers[0], numbers.at(-1)];
    const [one, other] = [column[0], column.at(-1)];
    if (start === undefined || end === undefined || one === undefined || other === undefined) continue;
    const before = one.input.slice(Math.max(0, one.index - 32), one.index);
    if (one[2] === undefined && !MEASURE.test(before)) continue;
    const rises = end > start;
    const steady = numbers.every(
      (value, k) => k === 0 || (rises ? value >= (numbers[k - 1] ?? 0) : value <= (numbers[k - 1] ?? 0)),
    );
    const ratio = rises ? end / Math.max(start, 1e-9) : start / Math.max(end, 1e-9);
    if (!steady || ratio < LEAST_CHANGE) continue;
    return { lines, first: one[0].trim(), last: other[0].trim(), rises, name: nameBefore(before) };
  }
  return undefined;
}

function nameBefore(text: string): string {
  return (text.match(/[\p{L}_][\p{L}\d_. ]*(?=\W*$)/u)?.[0] ?? 'the value').trim();
}
