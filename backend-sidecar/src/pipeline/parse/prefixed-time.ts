import { readHeadTime } from './head-time.ts';
import { monthAt } from './named-date.ts';
import type { TimeReader } from './time.ts';

const BLANK = 32;
const LONGEST_PREFIX = 64;

/**
 * The end of a time that stands behind a prefix, -1 when there is none: a single token (`web-1 | 2026-…`, `- 1117838570 …`,
 * `[pod/web-1] 2026-…`, `1:M 02 Jan 2026 …`), or the `host ident user [02/Jan/2026:…]` of web servers' access logs.
 */
export function prefixedTimeEnd(reader: TimeReader, text: string): number {
  const first = blankFrom(text, 0);
  if (first <= 0) return -1;
  let p = first + 1;
  while (text.charCodeAt(p) === BLANK) p++;
  if (text.charCodeAt(p) === 124) p++;
  while (text.charCodeAt(p) === BLANK) p++;
  const c = text.charCodeAt(p);
  // Most second tokens are words: they cost no more than this.
  const end = (c >= 48 && c <= 57) || c === 91 || monthAt(text, p) > 0 ? readHeadTime(reader, text, p) : -1;
  return end > 0 ? end : accessTimeEnd(reader, text, first);
}

function accessTimeEnd(reader: TimeReader, text: string, first: number): number {
  // The identd user is `-` everywhere: other lines are told apart here.
  if (text.charCodeAt(first + 1) !== 45 || text.charCodeAt(first + 2) !== BLANK) return -1;
  const third = blankFrom(text, first + 3);
  const open = third + 1;
  const isDate = text.charCodeAt(open) === 91 && text.charCodeAt(open + 3) === 47;
  return third > 0 && isDate ? readHeadTime(reader, text, open) : -1;
}

/** The next blank, -1 when none is near. */
function blankFrom(text: string, at: number): number {
  for (let p = at; p < at + LONGEST_PREFIX && p < text.length; p++)
    if (text.charCodeAt(p) === BLANK) return p;
  return -1;
}
