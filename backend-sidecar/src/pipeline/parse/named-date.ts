import { digit, digitsEnd, fourDigits, twoDigits } from './digits.ts';
import type { TimeReader } from './time.ts';

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';
const WEEKDAYS = 'montuewedthufrisatsun';
const BLANK = 32;

/** The number of the month named at `at` (`Jun`), 0 when there is none. */
export function monthAt(text: string, at: number): number {
  return nameIndex(MONTHS, text, at) + 1;
}

/** Which three letters of a table stand at `at`, the first in upper case; -1 = none. */
function nameIndex(table: string, text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!(first >= 65 && first <= 90)) return -1;
  const second = text.charCodeAt(at + 1) | 32;
  const third = text.charCodeAt(at + 2) | 32;
  for (let i = 0; i < table.length; i += 3) {
    if (table.charCodeAt(i) !== (first | 32)) continue;
    if (table.charCodeAt(i + 1) === second && table.charCodeAt(i + 2) === third) return i / 3;
  }
  return -1;
}

/** A date whose month is a name, and its clock; where they end, or -1. Forms: see head-time.ts. */
export function readNamedDate(reader: TimeReader, text: string, at: number): number {
  const month = monthAt(text, at);
  if (month > 0) return readMonthFirst(reader, text, at + 3, month);
  const c = text.charCodeAt(at);
  if (c >= 48 && c <= 57) return readDayFirst(reader, text, at);
  if (nameIndex(WEEKDAYS, text, at) < 0) return -1;
  const from = text.charCodeAt(at + 3) === 44 ? at + 5 : at + 4;
  if (text.charCodeAt(from - 1) !== BLANK) return -1;
  const named = monthAt(text, from);
  if (named > 0) return readMonthFirst(reader, text, from + 3, named);
  // `Fri 2026-01-02 03:04:05 UTC` of systemd.
  return fourDigits(text, from) > 0 ? reader.dateTime(text, from) : readDayFirst(reader, text, from);
}

/** `Jun 14 15:16:01`, `Jun  4 2026 15:16:01`, `Dec 04 04:47:44.123 2005`; `at` is behind the month. */
function readMonthFirst(reader: TimeReader, text: string, at: number, month: number): number {
  if (text.charCodeAt(at) !== BLANK) return -1;
  const dayFrom = text.charCodeAt(at + 1) === BLANK ? at + 2 : at + 1;
  const dayEnd = digitsEnd(text, dayFrom);
  const isShort = dayEnd === dayFrom + 1;
  const dayOfMonth = isShort ? digit(text, dayFrom) : dayEnd === dayFrom + 2 ? twoDigits(text, dayFrom) : 0;
  const gap = text.charCodeAt(dayEnd) === 44 ? 2 : 1;
  if (dayOfMonth < 1 || dayOfMonth > 31 || text.charCodeAt(dayEnd + gap - 1) !== BLANK) return -1;
  const year = fourDigits(text, dayEnd + gap);
  const hasYear = year > 0 && text.charCodeAt(dayEnd + gap + 4) === BLANK;
  const clockEnd = reader.halfDayClock(text, dayEnd + gap + (hasYear ? 5 : 0));
  if (clockEnd < 0) return -1;
  if (hasYear) return withYear(reader, text, clockEnd, year, month, dayOfMonth);
  return readTrailingYear(reader, text, clockEnd, month, dayOfMonth);
}

/** asctime and Apache put the year behind the clock, with a zone between or not; syslog has none. */
function readTrailingYear(
  reader: TimeReader,
  text: string,
  clockEnd: number,
  month: number,
  dayOfMonth: number,
): number {
  const year = text.charCodeAt(clockEnd) === BLANK ? fourDigits(text, clockEnd + 1) : -1;
  const next = text.charCodeAt(clockEnd + 5);
  const isYear = year >= 1970 && year < 2100 && (next === BLANK || next === 93 || Number.isNaN(next));
  if (isYear) return withYear(reader, text, clockEnd, year, month, dayOfMonth) < 0 ? -1 : clockEnd + 5;
  const day = reader.dayBefore(month, dayOfMonth);
  return reader.settle(day, text, clockEnd);
}

/** `10/Oct/2000:13:55:36 -0700`, `10-Oct-2000 13:55:36`, `10 Oct 2000 13:55:36`. */
function readDayFirst(reader: TimeReader, text: string, at: number): number {
  const dayEnd = digitsEnd(text, at);
  const separator = text.charCodeAt(dayEnd);
  const month = monthAt(text, dayEnd + 1);
  const year = fourDigits(text, dayEnd + 5);
  if (dayEnd === at || dayEnd - at > 2 || month === 0) return -1;
  if (year < 0) return readWithoutYear(reader, text, dayEnd, month, Number(text.slice(at, dayEnd)));
  if (text.charCodeAt(dayEnd + 4) !== separator) return -1;
  const between = text.charCodeAt(dayEnd + 9);
  if (between !== 58 && between !== BLANK) return -1;
  const clockEnd = reader.clock(text, dayEnd + 10);
  return clockEnd < 0 ? -1 : withYear(reader, text, clockEnd, year, month, Number(text.slice(at, dayEnd)));
}

/** `02 Jan 03:04:05.678` of older Redis. */
function readWithoutYear(
  reader: TimeReader,
  text: string,
  dayEnd: number,
  month: number,
  dayOfMonth: number,
): number {
  if (text.charCodeAt(dayEnd) !== BLANK || text.charCodeAt(dayEnd + 4) !== BLANK) return -1;
  const clockEnd = dayOfMonth >= 1 && dayOfMonth <= 31 ? reader.clock(text, dayEnd + 5) : -1;
  return clockEnd < dayEnd + 13 ? -1 : reader.settle(reader.dayBefore(month, dayOfMonth), text, clockEnd);
}

function withYear(
  reader: TimeReader,
  text: string,
  clockEnd: number,
  year: number,
  month: number,
  dayOfMonth: number,
): number {
  const day = reader.day(year, month, dayOfMonth);
  return Number.isNaN(day) ? -1 : reader.settle(day, text, clockEnd);
}
