import { PresageError } from '../../errors.ts';

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
const DECIMAL = /^\d{1,19}(?:\.\d{1,9})?$/;

/** Smallest numbers that are not seconds, milliseconds, microseconds any more: the year 5138 in each. */
const SECONDS_END = 1e11;
const MILLIS_END = 1e14;
const MICROS_END = 1e17;

/**
 * A time as milliseconds since 1970, cut down to the millisecond: RFC 3339, or decimal seconds, ms, µs or ns, told apart by size.
 * Throws `bad_query`.
 */
export function parseTime(name: string, text: string): number {
  const ms = RFC3339.test(text) ? Date.parse(clipped(text)) : DECIMAL.test(text) ? decimalMs(text) : NaN;
  // What JavaScript's Date can hold.
  if (Number.isFinite(ms) && Math.abs(ms) <= 8.64e15) return ms;
  throw new PresageError(
    'bad_query',
    `${name} is ${JSON.stringify(text.slice(0, 40))}; it takes RFC 3339 (2026-01-31T12:00:00Z) or decimal seconds, ms, µs or ns since 1970.`,
  );
}

/** Date.parse rounds digits beyond the third in its own way; the millisecond is cut here. */
function clipped(text: string): string {
  return text
    .toUpperCase()
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d+/, '$1');
}

function decimalMs(text: string): number {
  const value = Number(text);
  if (value < SECONDS_END) return Math.floor(Number((value * 1000).toFixed(3)));
  if (value < MILLIS_END) return Math.floor(value);
  const whole = BigInt(text.split('.', 1)[0] ?? '0');
  return Number(value < MICROS_END ? whole / 1000n : whole / 1_000_000n);
}
