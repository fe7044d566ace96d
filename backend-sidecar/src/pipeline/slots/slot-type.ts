/** What kind of value stands in a variable part of a line, and what it measures. */
import type { SlotType, SlotUnit } from '@presage/contract';

export interface TypedValue {
  readonly type: SlotType;
  /** In `unit`; undefined where the value is no amount. */
  readonly amount: number | undefined;
}

/** The unit that amounts of a type are kept in. */
export const UNIT_OF: Readonly<Partial<Record<SlotType, SlotUnit>>> = {
  duration: 'ms',
  bytes: 'bytes',
  percentage: 'percent',
};

const MINUTE_MS = 60_000;
const DURATIONS: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, msec: 1, msecs: 1, millis: 1, millisecond: 1, milliseconds: 1 },
  ...{
    s: 1000,
    sec: 1000,
    secs: 1000,
    second: 1000,
    seconds: 1000,
    m: MINUTE_MS,
    min: MINUTE_MS,
    mins: MINUTE_MS,
  },
  ...{ minute: MINUTE_MS, minutes: MINUTE_MS, h: 60 * MINUTE_MS, hr: 60 * MINUTE_MS, hour: 60 * MINUTE_MS },
  ...{ hours: 60 * MINUTE_MS, d: 1440 * MINUTE_MS, day: 1440 * MINUTE_MS, days: 1440 * MINUTE_MS },
};
const SIZES: Readonly<Record<string, number>> = {
  ...{ b: 1, byte: 1, bytes: 1, k: 1e3, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
  ...{ kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 },
};
/** What a name ends in when its number has no unit of its own. */
const NAMED: readonly (readonly [RegExp, 'duration' | 'bytes' | 'percentage', number])[] = [
  [/(?:_|^)(?:ms|millis|msec|milliseconds)$|millis$|Ms$/, 'duration', 1],
  [/(?:_|^)(?:us|usec|microseconds)$/, 'duration', 1e-3],
  [/(?:_|^)(?:ns|nanos|nanoseconds)$/, 'duration', 1e-6],
  [/(?:_|^)(?:s|sec|secs|seconds)$/, 'duration', 1000],
  [/bytes$|Bytes$/, 'bytes', 1],
  [/(?:_|^)kb$/i, 'bytes', 1e3],
  [/(?:_|^)mb$/i, 'bytes', 1e6],
  [/percent$|(?:_|^)pct$/i, 'percentage', 1],
];
const STATUS = /^[1-5]\d\d$/;
/** `200 512` and `304 -`: status and bytes of access logs. */
const ANSWER = /^([1-5]\d\d) (?:\d+|-)$/;
const STATUS_NAME = /status|^code$|http/i;
const EXIT_NAME = /exit|^rc$|return(?:ed|code)?$/i;

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\]?)(?::\d{1,5})?$/i;
const UUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const PATH = /^(?:[a-z][a-z0-9+.-]*:\/\/|~?\.{0,2}\/|[a-z]:[\\/])/i;
const CLOCK = /\d{1,2}:\d\d:\d\d|^\d{4}[-/]\d\d[-/]\d\d/;
const AMOUNT = /^[<>~+]?(-?\d+(?:\.\d+)?)\s?([a-zµ%]*)$/i;

/** @param name the word that stands before the value, '' without one; `exit code` counts as one */
export function typeOf(value: string, name: string, isQuoted: boolean): TypedValue {
  if (isQuoted) return { type: 'quoted', amount: undefined };
  const answer = ANSWER.exec(value);
  if (answer !== null && name === '') return { type: 'status_code', amount: Number(answer[1]) };
  const amount = AMOUNT.exec(value);
  if (amount !== null) return typeOfAmount(Number(amount[1]), (amount[2] ?? '').toLowerCase(), name, value);
  return { type: typeOfText(value), amount: undefined };
}

function typeOfAmount(number: number, unit: string, name: string, value: string): TypedValue {
  const inUnit = amountIn(number, unit);
  if (inUnit !== undefined) return inUnit;
  if (unit !== '') return { type: 'text', amount: undefined };
  if (EXIT_NAME.test(name)) return { type: 'exit_code', amount: number };
  if (STATUS_NAME.test(name) && STATUS.test(value)) return { type: 'status_code', amount: number };
  const named = NAMED.find(([pattern]) => pattern.test(name));
  return named === undefined
    ? { type: 'number', amount: number }
    : { type: named[1], amount: number * named[2] };
}

function amountIn(number: number, unit: string): TypedValue | undefined {
  if (unit === '%' || unit === 'percent' || unit === 'pct') return { type: 'percentage', amount: number };
  const duration = DURATIONS[unit];
  if (duration !== undefined) return { type: 'duration', amount: number * duration };
  const size = SIZES[unit];
  return size === undefined ? undefined : { type: 'bytes', amount: number * size };
}

function typeOfText(value: string): SlotType {
  if (UUID.test(value)) return 'uuid';
  if (PATH.test(value)) return 'path';
  if (CLOCK.test(value)) return 'time';
  return ADDRESS.test(value) ? 'ip' : 'text';
}
