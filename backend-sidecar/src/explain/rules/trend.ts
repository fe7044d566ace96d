import type { Line } from '../line.ts';

/** A value that rose or fell over lines of one shape. */
export interface Trend {
  readonly lines: readonly Line[];
  /** As the first and the last line write it, with unit. */
  readonly first: string;
  readonly last: string;
  readonly rises: boolean;
  /** What stands before the value: `“heap after gc”`. */
  readonly name: string;
}

const VALUE =
  /(?<![\w.-])(\d{1,7}(?:\.\d+)?)\s?(%|ms|s|sec|seconds|m|min|kb|mb|gb|tb|kib|mib|gib|b|k|days?|d|h|°?c)?(?![\w:/-]|\.\d)/gi;
/** Names of things whose rise or fall matters when the value has no unit. */
const MEASURE =
  /(used|usage|heap|lag|depth|size|active|waiting|open|queue\w*|pending|backlog|pct|percent|mem\w*|free|idle|avail\w*|remaining|left|connections?|threads?|fds?|latency|dur\w*|took|rss|entries|errors|retries|temp\w*|wear|reallocated\w*|sectors?|goroutines?|sessions?|inodes?|count|offset|behind)\W{0,3}$/i;
/** The level rises with the value. */
const LEVELS = /\b(debug|info|notice|warn(ing)?|error|crit(ical)?|fatal)\b/gi;
/** Faster is no trouble. */
const DURATION = /(ms|s|sec|seconds)$/i;
const LEAST_CHANGE = 1.15;
const FEWEST = 3;
/** A longer line is no reading of a gauge. */
const LONGEST = 1000;

interface Reading {
  readonly line: Line;
  readonly value: number;
  /** With its unit. */
  readonly text: string;
  /** What stands before it; numbers masked in `key`. */
  readonly before: string;
  readonly key: string;
}

/** Trends in the target's service up to a minute past it; those of the target itself first. */
export function trendsOf(target: Line, lines: readonly Line[]): readonly Trend[] {
  const readings = lines
    .filter((line) => line.service === target.service && line.timeMs <= target.timeMs + 60_000)
    .map(readingOf)
    .filter((reading) => reading !== undefined);
  return [...Map.groupBy(readings, ({ key }) => key).values()]
    .map(trendOf)
    .filter((trend) => trend !== undefined)
    .sort((a, b) => Number(b.lines.includes(target)) - Number(a.lines.includes(target)));
}

/** The first value of a line that has a unit or is named as a measure. */
function readingOf(line: Line): Reading | undefined {
  if (line.message.length > LONGEST) return undefined;
  for (const match of line.message.matchAll(VALUE)) {
    const before = line.message.slice(0, match.index);
    if (match[2] === undefined && !MEASURE.test(before.slice(-32))) continue;
    const key = before.replace(LEVELS, '').replace(/(?<![\p{L}\d_])\d+(\.\d+)?/gu, '#');
    return {
      line,
      value: Number(match[1]),
      text: match[0].trim(),
      before: endOf(before.replace(LEVELS, '')),
      key,
    };
  }
  return undefined;
}

/** The last words of it. */
function endOf(text: string): string {
  return text.length <= 40 ? text : text.slice(-40).replace(/^\S*\s/, '');
}

function trendOf(readings: readonly Reading[]): Trend | undefined {
  const [first] = readings;
  const last = readings.at(-1);
  if (readings.length < FEWEST || first === undefined || last === undefined) return undefined;
  const rises = last.value > first.value;
  const steady = readings.every(({ value }, i) => {
    const before = readings[i - 1]?.value ?? value;
    return rises ? value >= before : value <= before;
  });
  if (!rises && DURATION.test(first.text)) return undefined;
  const [low, high] = rises ? [first.value, last.value] : [last.value, first.value];
  if (!steady || high / Math.max(low, 1e-9) < LEAST_CHANGE) return undefined;
  const lines = readings.map(({ line }) => line);
  return { lines, first: first.text, last: last.text, rises, name: nameBefore(first.before) };
}

/** A value that stands between is passed over: `Pause 7010M->6800M`. */
function nameBefore(text: string): string {
  const name = text
    .replace(/(?<![\p{L}\d_])\d[\w.]*\W*$/u, '')
    .match(/[\p{L}_][\p{L}\d_. ]*(?=\W*$)/u)?.[0]
    .trim();
  return name === undefined || name.length < 2 ? 'a value' : `“${name}”`;
}
