/**
 * In: what stands behind the priority, or behind the host that a relay named, of a switch's, router's or firewall's line:
 *   77: *Jan  2 03:04:05.678: %LINK-3-UPDOWN: …     77: edge-1: 000077: Jan  2 03:04:05 CET: %SYS-5-CONFIG_I: …
 *   : 2026 Jan  2 03:04:05 UTC: %ETHPORT-5-IF_UP: …     Jan 02 2026 03:04:05: %ASA-6-302013: …     %ASA-6-302013: …
 * Out: its time and host, and where its `%` is; undefined when it is none. The number before the host counts the messages and
 * the name behind `%` is the message's kind: neither is a program.
 */
import { digit, digitsEnd, fourDigits } from './digits.ts';
import { readHeadTime } from './head-time.ts';
import { monthAt } from './named-date.ts';
import type { TimeReader } from './time.ts';

const BLANK = 32;
const PERCENT = 37;
const COLON = 58;
/** Number, host, another number, time. */
const MOST_PARTS = 4;
const LONGEST_PART = 64;

export interface DeviceLine {
  readonly messageStart: number;
  readonly host: string;
  /** The time is in the reader. */
  readonly hasTime: boolean;
}

export function readDeviceLine(reader: TimeReader, text: string, at: number): DeviceLine | undefined {
  let host = '';
  let hasTime = false;
  let p = at;
  for (let part = 0; part <= MOST_PARTS; part++) {
    if (text.charCodeAt(p) === PERCENT)
      return isUpper(text, p + 1) ? { messageStart: p, host, hasTime } : undefined;
    const timeEnd = deviceTimeEnd(reader, text, p);
    const end = timeEnd > 0 ? timeEnd : partEnd(text, p);
    if (end < 0) return undefined;
    if (timeEnd > 0) hasTime = true;
    else if (end > p && digitsEnd(text, p) < end && !isSpan(text, p, end))
      host = text.slice(p, end).trimEnd();
    p = behindMark(text, end);
    if (p < 0) return undefined;
  }
  return undefined;
}

/** Where a date with the name of its month ends, its zone too; a star or a dot before it says that the clock is not sure. */
function deviceTimeEnd(reader: TimeReader, text: string, at: number): number {
  const c = text.charCodeAt(at);
  const marked = c === 42 || c === 46 ? at + 1 : at;
  // The year before the month is that of the line's arrival: a date without one is completed with it.
  const from = fourDigits(text, marked) > 0 && text.charCodeAt(marked + 4) === BLANK ? marked + 5 : marked;
  if (monthAt(text, from) === 0) return -1;
  let end = readHeadTime(reader, text, from);
  if (end < 0 || text.charCodeAt(end) !== BLANK || !isUpper(text, end + 1)) return end;
  // A zone that is not known here.
  for (end++; isUpper(text, end);) end++;
  return end;
}

/** Where a part without blanks ends, before its colon or the blank before that. */
function partEnd(text: string, at: number): number {
  for (let p = at; p < at + LONGEST_PART; p++) {
    const c = text.charCodeAt(p);
    if (c === COLON && text.charCodeAt(p + 1) === BLANK) return p;
    if (c === BLANK && p > at && text.charCodeAt(p + 1) === COLON) return p;
    if (!(c > BLANK)) return -1;
  }
  return -1;
}

/** Behind `: ` or ` : `. */
function behindMark(text: string, at: number): number {
  let p = text.charCodeAt(at) === BLANK ? at + 1 : at;
  if (text.charCodeAt(p) !== COLON || text.charCodeAt(p + 1) !== BLANK) return -1;
  while (text.charCodeAt(++p) === BLANK);
  return p;
}

/** `00:12:34`, `1w2d`, `000077`: time since the start, or a number. */
function isSpan(text: string, from: number, to: number): boolean {
  for (let p = from; p < to; p++) {
    if (digit(text, p) < 0 && !':.wdhmsy'.includes(text.charAt(p))) return false;
  }
  return digit(text, from) >= 0 && !text.slice(from, to).includes('.');
}

function isUpper(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 65 && c <= 90;
}
