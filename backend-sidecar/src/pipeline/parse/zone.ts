import { digit, twoDigits } from './digits.ts';

/** A zone as written: minutes east of UTC, and how many characters it takes (with a blank before it). */
export interface Zone {
  readonly minutes: number;
  readonly length: number;
}

const ZULU: Zone = { minutes: 0, length: 1 };
/** Abbreviations that loggers print; where two zones share one, the one most machines mean. */
const NAMED: ReadonlyMap<string, number> = new Map([
  ['UTC', 0],
  ['GMT', 0],
  ['WET', 0],
  ['CET', 60],
  ['BST', 60],
  ['WEST', 60],
  ['CEST', 120],
  ['EET', 120],
  ['EEST', 180],
  ['IST', 330],
  ['JST', 540],
  ['AEST', 600],
  ['EST', -300],
  ['EDT', -240],
  ['CST', -360],
  ['CDT', -300],
  ['MST', -420],
  ['MDT', -360],
  ['PST', -480],
  ['PDT', -420],
]);

/** The zone right behind a clock: `Z`, `+02:00`, `+0200`, `+02`, or after a blank `+0200`, `UTC`, `CET`…; undefined = none named. */
export function zoneAt(text: string, at: number): Zone | undefined {
  const c = text.charCodeAt(at);
  if ((c === 90 || c === 122) && !isLetterOrDigit(text, at + 1)) return ZULU;
  if (c === 43 || c === 45) return offsetAt(text, at, 0);
  const blank = c === 32 ? 1 : 0;
  const first = text.charCodeAt(at + blank);
  if (blank === 1 && (first === 43 || first === 45)) return offsetAt(text, at, 1);
  return first >= 65 && first <= 90 ? nameAt(text, at, blank) : undefined;
}

function offsetAt(text: string, at: number, blank: number): Zone | undefined {
  const sign = at + blank;
  const hours = twoDigits(text, sign + 1);
  if (hours < 0 || hours > 15) return undefined;
  const colon = text.charCodeAt(sign + 3) === 58 ? 1 : 0;
  const minutes = twoDigits(text, sign + 3 + colon);
  const full = minutes >= 0 && minutes < 60 && !isLetterOrDigit(text, sign + 5 + colon);
  // `12:00:00 -12 items`: two digits after a blank are no zone.
  if (!full && (blank === 1 || colon === 1 || digit(text, sign + 3) >= 0)) return undefined;
  const total = hours * 60 + (full ? minutes : 0);
  const length = blank + (full ? 5 + colon : 3);
  return { minutes: text.charCodeAt(sign) === 45 ? -total : total, length };
}

/** Every abbreviation known here ends in T or C, which spares looking up `INFO` and `WARN`. */
function nameAt(text: string, at: number, blank: number): Zone | undefined {
  const start = at + blank;
  const length = isUpper(text, start + 3) ? 4 : 3;
  const last = text.charCodeAt(start + length - 1);
  if ((last !== 84 && last !== 67) || isLetterOrDigit(text, start + length)) return undefined;
  const minutes = NAMED.get(text.slice(start, start + length));
  return minutes === undefined ? undefined : { minutes, length: blank + length };
}

function isUpper(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 65 && c <= 90;
}

function isLetterOrDigit(text: string, at: number): boolean {
  const c = text.charCodeAt(at) | 32;
  return (c >= 97 && c <= 122) || digit(text, at) >= 0;
}
