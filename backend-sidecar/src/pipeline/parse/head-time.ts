/**
 * In: a raw line and where its head starts. Out: where the time there ends, and its value in the reader. Nothing is thrown.
 * A time that lies far from now is still a time: who stores it decides. Forms, each also in brackets:
 *   2015-10-18 18:01:47,978 · 2026/01/02 03:04:05 · 2026/01/02 - 03:04:05 · 2026-01-02, 03:04:05 UTC · 2005.06.03 · 2005-06-03-15.42.50.675872 · any RFC 3339
 *   17/06/09 20:10:40 (year first) · 10/14/2026 20:10:40 · 14/10/2026 20:10:40 · 14.10.2026 20:10:40 · 14-10-2026 20:10:40
 *   10/Oct/2000:13:55:36 -0700 · 10-Oct-2000 13:55:36 · 10 Oct 2000 13:55:36
 *   Jun 14 15:16:01 · Jun 14 2026 15:16:01 · Sun Dec 04 04:47:44 2005 · Sun, 04 Dec 2005 04:47:44 GMT
 *   03-17 16:13:38.811 · 10.30 16:49:06 · I0605 12:34:56.123456 · 20171223-22:15:29:606 · 20260102T030405Z · 081109 203615
 *   12:34:56.789 · unix seconds, milliseconds, microseconds, nanoseconds
 */
import { digit, digitsEnd, fourDigits, twoDigits } from './digits.ts';
import { monthAt, readNamedDate } from './named-date.ts';
import type { TimeReader } from './time.ts';

const BLANK = 32;
const SLASH = 47;
const DASH = 45;
const DOT = 46;
const COLON = 58;

/** Where the time at `at` ends, -1 when there is none. Its value is in `reader`, NaN when it cannot be completed. */
export function readHeadTime(reader: TimeReader, text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c >= 48 && c <= 57) return readDigits(reader, text, at);
  if (c === 91 || c === 40) return readBracketed(reader, text, at);
  if (c >= 65 && c <= 90) return readLetters(reader, text, at);
  return -1;
}

/** `[time]`, also `[time #123]` as Ruby prints; the end is behind the bracket. */
function readBracketed(reader: TimeReader, text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === 91 || next === 40) return -1;
  let end = readHeadTime(reader, text, at + 1);
  if (end < 0) return -1;
  if (text.charCodeAt(end) === BLANK && text.charCodeAt(end + 1) === 35) end = digitsEnd(text, end + 2);
  return text.charCodeAt(end) === (text.charCodeAt(at) === 91 ? 93 : 41) ? end + 1 : -1;
}

function readLetters(reader: TimeReader, text: string, at: number): number {
  return digit(text, at + 1) >= 0 ? readKlog(reader, text, at) : readNamedDate(reader, text, at);
}

/** `I0605 12:34:56.123456` of klog, `I20260605 12:34:56.123456` of newer glog: the letter is the level. */
function readKlog(reader: TimeReader, text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c !== 73 && c !== 87 && c !== 69 && c !== 70 && c !== 68) return -1;
  const dateEnd = digitsEnd(text, at + 1);
  const length = dateEnd - at - 1;
  if ((length !== 4 && length !== 8) || text.charCodeAt(dateEnd) !== BLANK) return -1;
  const clockEnd = reader.clock(text, dateEnd + 1);
  if (clockEnd < 0) return -1;
  if (length === 8) return settled(reader, compactDay(reader, text, at + 1), text, clockEnd);
  const month = twoDigits(text, at + 1);
  const dayOfMonth = twoDigits(text, at + 3);
  const day = reader.dayBefore(month, dayOfMonth);
  return settled(reader, day, text, clockEnd, isDay(month, dayOfMonth));
}

/** By how many digits come first. */
function readDigits(reader: TimeReader, text: string, at: number): number {
  const end = digitsEnd(text, at);
  switch (end - at) {
    case 1:
    case 2:
      return readShort(reader, text, at, end);
    case 4:
      return readYearFirst(reader, text, at);
    case 6:
      return readSixDigits(reader, text, at);
    case 8:
      return readEightDigits(reader, text, at);
    case 10:
    case 13:
    case 16:
    case 19:
      return readEpoch(reader, text, at, end);
    case 14: {
      const clockEnd = reader.compactClock(text, at + 8);
      return clockEnd < 0 ? -1 : settled(reader, compactDay(reader, text, at), text, clockEnd);
    }
    default:
      return -1;
  }
}

/** A date without a clock counts only when a blank follows: `2005.06.03 R02-M1`. */
function readYearFirst(reader: TimeReader, text: string, at: number): number {
  const end = reader.dateTime(text, at);
  if (end >= 0) return end;
  const day = reader.isoDate(text, at);
  if (Number.isNaN(day)) return -1;
  const clockAt = text.startsWith(' - ', at + 10) ? at + 13 : text.startsWith(', ', at + 10) ? at + 12 : -1;
  const clockEnd = clockAt < 0 ? -1 : reader.clock(text, clockAt);
  if (clockEnd >= clockAt + 8) return reader.settle(day, text, clockEnd);
  if (text.charCodeAt(at + 10) !== BLANK) return -1;
  reader.clockMs = 0;
  reader.clockNanos = 0;
  return reader.settle(day, '', 0) + at + 10;
}

/** `081109 203615` and `260102 12:34:56`, year first. */
function readSixDigits(reader: TimeReader, text: string, at: number): number {
  if (text.charCodeAt(at + 6) !== BLANK) return -1;
  // MySQL pads the hour with a blank.
  const isPadded = text.charCodeAt(at + 7) === BLANK;
  const colon = text.charCodeAt(at + 9) === COLON;
  const clockEnd = isPadded
    ? reader.looseClock(text, at + 8)
    : colon
      ? reader.clock(text, at + 7)
      : reader.compactClock(text, at + 7);
  if (clockEnd < 0 || digit(text, clockEnd) >= 0) return -1;
  const day = reader.day(century(twoDigits(text, at)), twoDigits(text, at + 2), twoDigits(text, at + 4));
  return settled(reader, day, text, clockEnd);
}

/** `20171223-22:15:29:606`, `20260102T030405Z`, `20260102 03:04:05`. */
function readEightDigits(reader: TimeReader, text: string, at: number): number {
  const between = text.charCodeAt(at + 8);
  if (between !== DASH && between !== 84 && between !== BLANK && between !== COLON) return -1;
  const colon = digitsEnd(text, at + 9) < at + 12;
  const clockEnd = colon ? reader.looseClock(text, at + 9) : reader.compactClock(text, at + 9);
  return clockEnd < 0 ? -1 : settled(reader, compactDay(reader, text, at), text, clockEnd);
}

/** Ten, 13, 16 or 19 digits of the years 2001 to 2038, alone or with a fraction. */
function readEpoch(reader: TimeReader, text: string, at: number, end: number): number {
  const c = text.charCodeAt(at);
  if (c !== 49 && c !== 50) return -1;
  const point = text.charCodeAt(end) === DOT;
  const rest = point ? digitsEnd(text, end + 1) : end;
  const next = text.charCodeAt(rest);
  const ends = next === BLANK || next === 9 || next === 93 || next === 124 || Number.isNaN(next);
  if (!ends || (point && rest === end + 1)) return -1;
  if (c === 50 && fourDigits(text, at) > 2146) return -1;
  return reader.unix(text.slice(at, end), point ? text.slice(end + 1, rest) : '') ? rest : -1;
}

/** One or two digits first: a clock, or a date whose other parts tell its order. */
function readShort(reader: TimeReader, text: string, at: number, end: number): number {
  const separator = text.charCodeAt(end);
  if (separator === COLON) return readClockOnly(reader, text, at);
  const named = monthAt(text, end + 1) > 0;
  if (named) return readNamedDate(reader, text, at);
  if (separator !== SLASH && separator !== DASH && separator !== DOT) return -1;
  const secondEnd = digitsEnd(text, end + 1);
  const first = numberIn(text, at, end);
  const second = numberIn(text, end + 1, secondEnd);
  if (second < 0) return -1;
  if (text.charCodeAt(secondEnd) === BLANK && separator !== SLASH) {
    const clockEnd = reader.clock(text, secondEnd + 1);
    if (clockEnd < 0 || clockEnd < secondEnd + 9) return -1;
    return settled(reader, reader.dayBefore(first, second), text, clockEnd, isDay(first, second));
  }
  if (text.charCodeAt(secondEnd) !== separator) return -1;
  return readThirdPart(reader, text, secondEnd + 1, separator, first, second);
}

/** Behind `17/06/` or `14.10.`: a two-digit rest means year first, four digits are the year. */
function readThirdPart(
  reader: TimeReader,
  text: string,
  at: number,
  separator: number,
  first: number,
  second: number,
): number {
  const end = digitsEnd(text, at);
  const third = numberIn(text, at, end);
  const gap = text.charCodeAt(end) === 44 && text.charCodeAt(end + 1) === BLANK ? 2 : 1;
  const between = text.charCodeAt(end + gap - 1);
  if (between !== BLANK && between !== 84 && between !== DASH) return -1;
  const clockEnd = reader.halfDayClock(text, end + gap);
  if (clockEnd < 0) return -1;
  if (end - at === 2) return settled(reader, reader.day(century(first), second, third), text, clockEnd);
  if (end - at !== 4) return -1;
  // `10/14/2026` is American; with dots or dashes, or beyond month 12, the day comes first.
  const monthFirst = separator === SLASH && first <= 12;
  const day = monthFirst ? reader.day(third, first, second) : reader.day(third, second, first);
  return settled(reader, day, text, clockEnd);
}

/** `12:34:56.789` is of the reference's day; without seconds it is no time. */
function readClockOnly(reader: TimeReader, text: string, at: number): number {
  const end = reader.clock(text, at);
  if (end < at + 8) return readMinute(reader, text, at);
  const next = text.charCodeAt(end);
  if (next === COLON || (next >= 48 && next <= 57)) return -1;
  reader.settle(reader.referenceDay(), text, end);
  return end;
}

/** `3:04PM` stands at the head of a line, but would put lines of one minute in any order. */
function readMinute(reader: TimeReader, text: string, at: number): number {
  const end = digitsEnd(text, at) + 3;
  const half = text.charCodeAt(end);
  const isHalf =
    (half === 65 || half === 80) && text.charCodeAt(end + 1) === 77 && text.charCodeAt(end + 2) === BLANK;
  if (!isHalf || twoDigits(text, end - 2) < 0) return -1;
  reader.timeMs = NaN;
  reader.timeNanos = 0;
  return end + 2;
}

/** Puts day and clock together. A day that does not exist is no time; one without a reference year is, but without value. */
function settled(
  reader: TimeReader,
  day: number,
  text: string,
  clockEnd: number,
  exists = !Number.isNaN(day),
): number {
  return exists ? reader.settle(day, text, clockEnd) : -1;
}

function compactDay(reader: TimeReader, text: string, at: number): number {
  return reader.day(fourDigits(text, at), twoDigits(text, at + 4), twoDigits(text, at + 6));
}

function isDay(month: number, dayOfMonth: number): boolean {
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= 31;
}

/** Two-digit years as POSIX reads them: 69…99 are of the last century. */
function century(year: number): number {
  return year < 0 ? -1 : year < 69 ? 2000 + year : 1900 + year;
}

/** Up to four digits as a number, -1 when there are none or more. */
function numberIn(text: string, from: number, to: number): number {
  if (to - from > 4 || to === from) return -1;
  let value = 0;
  for (let p = from; p < to; p++) value = value * 10 + digit(text, p);
  return value;
}
