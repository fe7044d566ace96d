import { digit, digitsEnd } from './digits.ts';
import { readHeadTime } from './head-time.ts';
import { monthAt } from './named-date.ts';
import type { TimeReader } from './time.ts';

const BLANK = 32;
const TAB = 9;
const LONGEST_PREFIX = 64;
const MOST_COLUMNS = 5;
/** Before the ident of an access log, besides the first. */
const MOST_HOSTS = 3;

/**
 * The end of a time that stands behind a prefix, -1 when there is none: a single token (`web-1 | 2026-…`, `- 1117838570 …`,
 * `[pod/web-1] 2026-…`, `1:M 02 Jan 2026 …`), or the `host ident user [02/Jan/2026:…]` of web servers' access logs, with the
 * site or the hosts on the way before it.
 */
export function prefixedTimeEnd(reader: TimeReader, text: string): number {
  const first = blankFrom(text, 0);
  if (first <= 0) return -1;
  let p = skipBlanks(text, first);
  if (text.charCodeAt(p) === 124) p = skipBlanks(text, p + 1);
  const c = text.charCodeAt(p);
  // Most second tokens are words: they cost no more than this.
  const end = (c >= 48 && c <= 57) || c === 91 || monthAt(text, p) > 0 ? readHeadTime(reader, text, p) : -1;
  if (end > 0) return end;
  const access = accessTimeEnd(reader, text, first);
  return access > 0 ? access : columnsTimeEnd(reader, text, first);
}

/**
 * `712345 shelf-77 unit.power change.down 1767323045 1 …`: a number, a node's name and more columns before a unix time, and
 * behind it a flag, which belongs to the head.
 */
function columnsTimeEnd(reader: TimeReader, text: string, first: number): number {
  if (first < 3 || digitsEnd(text, 0) !== first) return -1;
  let from = first + 1;
  for (let column = 0; column < MOST_COLUMNS; column++) {
    const end = blankFrom(text, from);
    if (end < 0) return -1;
    const digits = digitsEnd(text, from);
    if (column > 0 && end - from === 10 && digits === end) {
      const flag = digitsEnd(text, end + 1);
      const isFlag = flag > end + 1 && flag <= end + 3 && text.charCodeAt(flag) === BLANK;
      return isFlag && readHeadTime(reader, text, from) === end ? flag : -1;
    }
    if (column === 0 && !hasDigit(text, from, end)) return -1;
    from = end + 1;
  }
  return -1;
}

function hasDigit(text: string, from: number, to: number): boolean {
  for (let p = from; p < to; p++) if (digit(text, p) >= 0) return true;
  return false;
}

function accessTimeEnd(reader: TimeReader, text: string, first: number): number {
  // The identd user is `-` everywhere: other lines are told apart here.
  let ident = first;
  for (let more = 0; !isIdent(text, ident); more++) {
    const next = more < MOST_HOSTS && isHost(text, ident + 1) ? blankFrom(text, ident + 1) : -1;
    if (next < 0) return -1;
    ident = next;
  }
  const third = blankFrom(text, ident + 3);
  const open = third + 1;
  const isDate = text.charCodeAt(open) === 91 && text.charCodeAt(open + 3) === 47;
  return third > 0 && isDate ? readHeadTime(reader, text, open) : -1;
}

function isIdent(text: string, blank: number): boolean {
  return text.charCodeAt(blank + 1) === 45 && text.charCodeAt(blank + 2) === BLANK;
}

/** Whether what begins here can be an address: most words have no digit or colon near their start. */
function isHost(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return (c >= 48 && c <= 58) || text.startsWith(':', at + 4) || text.startsWith(':', at + 3);
}

/** Where the first word ends: at a blank or a tab; -1 when neither is near. */
export function firstWordEnd(text: string): number {
  return blankFrom(text, 0);
}

function skipBlanks(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) === BLANK || text.charCodeAt(p) === TAB) p++;
  return p;
}

/** The next blank or tab, -1 when none is near. */
function blankFrom(text: string, at: number): number {
  for (let p = at; p < at + LONGEST_PREFIX && p < text.length; p++) {
    const c = text.charCodeAt(p);
    if (c === BLANK || c === TAB) return p;
  }
  return -1;
}
