/**
 * In: the text of a time. Out: `timeMs` (ms since 1970) and `timeNanos` (0…999,999 within it); digits beyond the nanosecond are cut.
 * Takes RFC 3339 (with `T`, blank, `_` or `-` before the clock, `.` or `,` before the fraction, any offset or none) and unix
 * seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude as VictoriaLogs does.
 * One reader serves one thread of reading: results stay in its fields until the next call, nothing is allocated per time.
 */
import { digit, digitsEnd, fourDigits, twoDigits } from './digits.ts';
import { zoneAt } from './zone.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HALF_DAY = 12 * HOUR;
/** An int64 of nanoseconds holds 1677-09-21…2262-04-11; VictoriaLogs cannot store what lies outside. */
const MAX_MS = 9_223_372_036_854;
/** Below this many (times 1, 1e3, 1e6) an integer is seconds, milliseconds, microseconds; else nanoseconds. */
const SECONDS_BELOW = 2 ** 31;
const DIGITS_OF_MINUTE = 16;

export class TimeReader {
  /** NaN when what was read names no full date and there is no reference to complete it. */
  timeMs = NaN;
  timeNanos = 0;
  /** Milliseconds into the day and nanoseconds within them, of the last clock. */
  clockMs = 0;
  clockNanos = 0;
  /** Minutes east of UTC for times that name no zone. */
  readonly zoneMinutes: number;
  /** Now, as far as the caller knows: completes stamps that lack a year. NaN = they get no value. */
  readonly referenceMs: number;
  #dayKey = -1;
  #dayMs = NaN;
  #minute = '';
  #minuteMs = 0;

  constructor(zoneMinutes = 0, referenceMs = NaN) {
    this.zoneMinutes = zoneMinutes;
    this.referenceMs = referenceMs;
  }

  /** Reads a whole field value; false when it is no time, or one that int64 nanoseconds cannot hold. */
  readValue(text: string): boolean {
    if (this.#readSameMinute(text)) return true;
    const end = this.#readDateTime(text);
    if (end >= 0) return end === text.length && Math.abs(this.timeMs) <= MAX_MS;
    return this.#readUnix(text);
  }

  /** Lines come minute by minute: the same `2026-01-02T03:04` as last time needs only its seconds read. */
  #readSameMinute(text: string): boolean {
    if (this.#minute === '' || !text.startsWith(this.#minute) || text.charCodeAt(16) !== 58) return false;
    const second = twoDigits(text, 17);
    const last = text.length - 1;
    const utc = text.charCodeAt(last) === 90;
    if (second < 0 || second > 59 || !utc || this.#fraction(text, 19) !== last) return false;
    this.timeMs = this.#minuteMs + second * SECOND + this.clockMs;
    this.timeNanos = this.clockNanos;
    return true;
  }

  #readDateTime(text: string): number {
    const end = this.dateTime(text, 0);
    if (end >= 0 && text.charCodeAt(4) === 45 && text.charCodeAt(text.length - 1) === 90) {
      this.#minute = text.slice(0, DIGITS_OF_MINUTE);
      this.#minuteMs = Math.floor(this.timeMs / MINUTE) * MINUTE;
      // Not when there are no seconds, nor for second 60, which belongs to the next minute.
      if (text.charCodeAt(DIGITS_OF_MINUTE) !== 58 || text.charCodeAt(17) === 54) this.#minute = '';
    }
    return end;
  }

  /** `YYYY-MM-DD` (also with `/` or `.`), a clock and a zone, from `at`; the end, or -1. */
  dateTime(text: string, at: number): number {
    const day = this.isoDate(text, at);
    if (Number.isNaN(day)) return -1;
    const between = text.charCodeAt(at + 10);
    const joined = between === 84 || between === 116 || between === 32 || between === 95 || between === 45;
    const clockEnd = joined ? this.clock(text, at + 11) : -1;
    return clockEnd < 0 ? -1 : this.settle(day, text, clockEnd);
  }

  /** Start of the day `YYYY-MM-DD` at `at`, with `-`, `/` or `.` between; NaN when it is none. */
  isoDate(text: string, at: number): number {
    const separator = text.charCodeAt(at + 4);
    if (separator !== 45 && separator !== 47 && separator !== 46) return NaN;
    if (text.charCodeAt(at + 7) !== separator) return NaN;
    return this.day(fourDigits(text, at), twoDigits(text, at + 5), twoDigits(text, at + 8));
  }

  /** Milliseconds of the start of a day; NaN when there is no such day. Remembers the last one. */
  day(year: number, month: number, dayOfMonth: number): number {
    if (year < 1600 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return NaN;
    const key = (year * 16 + month) * 32 + dayOfMonth;
    if (key === this.#dayKey) return this.#dayMs;
    const start = Date.UTC(year, month - 1, dayOfMonth);
    // 31 June becomes 1 July in Date: such a day does not exist.
    this.#dayMs = new Date(start).getUTCDate() === dayOfMonth ? start : NaN;
    this.#dayKey = key;
    return this.#dayMs;
  }

  /**
   * A day without a year: the latest year that puts it no more than a day after the reference. NaN without a reference,
   * or when there is no such day. 29 February goes back to the last leap year.
   */
  dayBefore(month: number, dayOfMonth: number): number {
    const local = this.referenceMs + this.zoneMinutes * MINUTE;
    if (Number.isNaN(local)) return NaN;
    const year = new Date(local).getUTCFullYear() + 1;
    for (let back = 0; back < 10; back++) {
      const start = this.day(year - back, month, dayOfMonth);
      if (start <= local + DAY) return start;
    }
    return NaN;
  }

  /** The day of the reference, for stamps that have a clock only. */
  referenceDay(): number {
    return Math.floor((this.referenceMs + this.zoneMinutes * MINUTE) / DAY) * DAY;
  }

  /** `HH:MM:SS` with a fraction, `HH.MM.SS`, or `HH:MM`, from `at`; the end, or -1. A leap second counts as the next second. */
  clock(text: string, at: number): number {
    const hour = twoDigits(text, at);
    const minute = twoDigits(text, at + 3);
    const separator = text.charCodeAt(at + 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
    if (separator !== 58 && separator !== 46) return -1;
    const base = hour * HOUR + minute * MINUTE;
    if (text.charCodeAt(at + 5) !== separator) {
      this.clockMs = base;
      this.clockNanos = 0;
      return separator === 58 ? at + 5 : -1;
    }
    const second = twoDigits(text, at + 6);
    if (second < 0 || second > 60) return -1;
    const end = this.#fraction(text, at + 8);
    this.clockMs += base + second * SECOND;
    return end;
  }

  /** As clock, but each part may lack its leading zero: `22:16:0:119`. */
  looseClock(text: string, at: number): number {
    const minuteAt = digitsEnd(text, at) + 1;
    const secondAt = digitsEnd(text, minuteAt) + 1;
    const end = digitsEnd(text, secondAt);
    if (text.charCodeAt(minuteAt - 1) !== 58 || text.charCodeAt(secondAt - 1) !== 58) return -1;
    const hour = smallNumber(text, at, minuteAt - 1);
    const minute = smallNumber(text, minuteAt, secondAt - 1);
    const second = smallNumber(text, secondAt, end);
    if (!(hour <= 23 && minute <= 59 && second <= 60)) return -1;
    const fractionEnd = this.#fraction(text, end);
    this.clockMs += hour * HOUR + minute * MINUTE + second * SECOND;
    return fractionEnd;
  }

  /** As clock, and `3:04:05 PM`; without AM or PM the hour has two digits. */
  halfDayClock(text: string, at: number): number {
    const strict = this.clock(text, at);
    const end = strict < 0 ? this.looseClock(text, at) : strict;
    const half =
      end < 0 || text.charCodeAt(end) !== 32 || (text.charCodeAt(end + 2) | 32) !== 109
        ? 0
        : text.charCodeAt(end + 1) | 32;
    const next = text.charCodeAt(end + 3);
    if ((half !== 97 && half !== 112) || next > 57) return strict;
    const isTwelve = this.clockMs >= HALF_DAY;
    if (half === 112 && !isTwelve) this.clockMs += HALF_DAY;
    else if (half === 97 && isTwelve) this.clockMs -= HALF_DAY;
    return end + 3;
  }

  /** `HHMMSS` from `at`; the end, or -1. */
  compactClock(text: string, at: number): number {
    const hour = twoDigits(text, at);
    const minute = twoDigits(text, at + 2);
    const second = twoDigits(text, at + 4);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
    const end = this.#fraction(text, at + 6);
    this.clockMs += hour * HOUR + minute * MINUTE + second * SECOND;
    return end;
  }

  /** A fraction of a second into clockMs and clockNanos (0 when there is none); where it ends. */
  #fraction(text: string, at: number): number {
    this.clockMs = 0;
    this.clockNanos = 0;
    const mark = text.charCodeAt(at);
    const isPoint = mark === 46 || mark === 44;
    if (!isPoint && mark !== 58) return at;
    const end = digitsEnd(text, at + 1);
    const length = end - at - 1;
    if (length === 0 || (!isPoint && length > 3)) return at;
    let nanos = 0;
    for (let i = at + 1; i < end && i < at + 10; i++) nanos = nanos * 10 + digit(text, i);
    // `22:15:29:60` counts milliseconds, it is no decimal fraction.
    if (!isPoint) nanos *= 1e6;
    else for (let i = length; i < 9; i++) nanos *= 10;
    this.clockMs = Math.floor(nanos / 1e6);
    this.clockNanos = nanos - this.clockMs * 1e6;
    return end;
  }

  /** Puts a day, the last clock and the zone at `at` (else the reader's own) together; where the zone ends. */
  settle(day: number, text: string, at: number): number {
    const zone = zoneAt(text, at);
    const minutes = zone === undefined ? this.zoneMinutes : zone.minutes;
    this.timeMs = day + this.clockMs - minutes * MINUTE;
    this.timeNanos = this.clockNanos;
    return zone === undefined ? at : at + zone.length;
  }

  /** Digits, a fraction, and an exponent as some JSON writers print large floats (`1.7673e+09`). */
  #readUnix(text: string): boolean {
    const negative = text.charCodeAt(0) === 45;
    const from = negative ? 1 : 0;
    const end = digitsEnd(text, from);
    const point = text.charCodeAt(end) === 46;
    const rest = point ? digitsEnd(text, end + 1) : end;
    if (end === from || end - from > 19 || (point && rest === end + 1)) return false;
    const whole = text.slice(from, end);
    const fraction = point ? text.slice(end + 1, rest) : '';
    if (rest === text.length) return this.unix(whole, fraction, negative);
    const shift = exponentAt(text, rest);
    if (shift < 0) return false;
    const digits = whole + fraction.padEnd(shift, '0');
    return this.unix(digits.slice(0, whole.length + shift), digits.slice(whole.length + shift), negative);
  }

  /** Unix time of unknown unit as whole digits and digits after the point; false when int64 nanoseconds cannot hold it. */
  unix(whole: string, fraction: string, negative = false): boolean {
    const size = Number(whole);
    const unitDigits =
      size < SECONDS_BELOW ? 9 : size < SECONDS_BELOW * 1e3 ? 6 : size < SECONDS_BELOW * 1e6 ? 3 : 0;
    const nanos = (whole + fraction.slice(0, unitDigits).padEnd(unitDigits, '0')).padStart(7, '0');
    // Leading zeros may make it long; more than int64 has fails the check below.
    let ms = Number(nanos.slice(0, -6));
    let within = Number(nanos.slice(-6));
    if (ms > MAX_MS) return false;
    if (negative) {
      ms = within === 0 ? -ms : -ms - 1;
      within = within === 0 ? 0 : 1e6 - within;
    }
    this.timeMs = ms === 0 ? 0 : ms;
    this.timeNanos = within;
    return true;
  }
}

/** The exponent `e9` or `E+09` that takes up the rest of the text, -1 when it is none from 0 to 18. */
function exponentAt(text: string, at: number): number {
  if ((text.charCodeAt(at) | 32) !== 101) return -1;
  const from = text.charCodeAt(at + 1) === 43 ? at + 2 : at + 1;
  const end = digitsEnd(text, from);
  const exponent = end === text.length && end > from ? Number(text.slice(from)) : -1;
  return exponent <= 18 ? exponent : -1;
}

/** One or two digits as a number, NaN when there are none or more. */
function smallNumber(text: string, from: number, to: number): number {
  return to - from === 2 ? twoDigits(text, from) : to - from === 1 ? digit(text, from) : NaN;
}
