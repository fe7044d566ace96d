import type { SlotName } from '../../../knowledge/signature.ts';

/** A number in a line with what stands around it. `end` is the index after its last digit. */
interface Found {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** How far from its anchor a value is looked for, characters. */
const NEAR = 24;
const FAR = 80;
/** What a share is of stands between it and the anchor: `980 of 1024 file descriptors in use`. */
const BEFORE_SHARE = 48;

/** The slot's value in a line, NaN when it has none. Plain character scans: this runs for every line of such a template. */
export function readValue(slot: SlotName, content: string, anchor: string): number {
  const at = content.indexOf(anchor);
  if (at < 0) return NaN;
  const after = at + anchor.length;
  if (slot === 'status') return readStatus(content, after, anchor);
  const near = firstOf(slot, content, after, after + NEAR);
  if (slot === 'exit' || !Number.isNaN(near)) return near;
  const before = lastOf(slot, content, Math.max(0, at - (slot === 'share' ? BEFORE_SHARE : NEAR)), at);
  return Number.isNaN(before) ? firstOf(slot, content, after + NEAR, after + FAR) : before;
}

/** Behind a verb the path comes first, whose numbers are no status. */
function readStatus(content: string, after: number, anchor: string): number {
  if (!anchor.endsWith(' ')) return firstOf('status', content, after, after + NEAR);
  const path = content.indexOf(' ', after);
  const behind = path < 0 ? NaN : firstOf('status', content, path, path + NEAR);
  if (!Number.isNaN(behind) && behind !== HTTPS_PORT) return behind;
  const inColumns = path < 0 ? null : COLUMNS.exec(content.slice(path, path + MOST_COLUMNS));
  return inColumns === null ? readEarlierStatus(content, after - anchor.length) : Number(inColumns[1]);
}

/** No status that anybody sends. */
const HTTPS_PORT = 443;
/** As IIS writes: query, port, user, client, agent, referrer, then status, its two parts and the time taken. */
const COLUMNS = /^ \S+ \d{2,5} \S+ [\d.:a-f%]+ \S+ (?:\S+ ){0,2}?([1-5]\d\d) \d+ \d+(?: \d+){0,3}\s*$/;
const MOST_COLUMNS = 2048;

/** Before the request: HAProxy's behind five timers, `0/-1/-1/-1/7 503 212 … "GET /`, or in a column, `503 | 1ms | … | GET  "/`. */
function readEarlierStatus(content: string, verb: number): number {
  const found = EARLIER.exec(content.slice(Math.max(0, verb - 2 * FAR), verb));
  return found === null ? NaN : Number(found[1] ?? found[2]);
}

const EARLIER = /\d(?:\/[-+]?\d+){4} ([1-5]\d\d) |(?:^|\| )([1-5]\d\d) \|/;

function firstOf(slot: SlotName, content: string, from: number, to: number): number {
  for (let found = nextNumber(content, from, to); found; found = nextNumber(content, found.end, to)) {
    const value = accept(slot, content, found);
    if (!Number.isNaN(value)) return value;
  }
  return NaN;
}

function lastOf(slot: SlotName, content: string, from: number, to: number): number {
  let last = NaN;
  for (let found = nextNumber(content, from, to); found; found = nextNumber(content, found.end, to)) {
    const value = accept(slot, content, found);
    if (!Number.isNaN(value)) last = value;
  }
  return last;
}

/** The next number that begins within [from, to), with decimals and a minus sign; not one inside a word. */
function nextNumber(content: string, from: number, to: number): Found | undefined {
  const stop = Math.min(to, content.length);
  let start = from;
  while (start < stop && (!isDigit(content, start) || isWordBefore(content, start))) start++;
  if (start >= stop) return undefined;
  let end = start;
  while (isDigit(content, end) || (content[end] === '.' && isDigit(content, end + 1))) end++;
  const value = Number(content.slice(start, end));
  return { value: content[start - 1] === '-' ? -value : value, start, end };
}

function accept(slot: SlotName, content: string, found: Found): number {
  if (slot === 'number' || slot === 'exit') return found.value;
  if (slot === 'status') return isStatus(content, found) ? found.value : NaN;
  if (slot === 'share') {
    const share = shareOfWhole(content, found);
    return Number.isNaN(share) ? accept('percent', content, found) : share;
  }
  const unit = unitAfter(content, found.end);
  const key = content.slice(Math.max(0, found.start - 16), found.start).toLowerCase();
  if (slot === 'percent')
    return isShare(found.value) &&
      (unit === '%' || unit === 'percent' || /(pct|percent\w*)\W{1,3}$/.test(key))
      ? Math.abs(found.value)
      : NaN;
  if (slot === 'days')
    return unit === 'd' || unit === 'day' || unit === 'days' || /days?\w*\W{1,3}$/.test(key)
      ? Math.abs(found.value)
      : NaN;
  const factor = MILLISECONDS[unit] ?? (unit === '' && /(_ms|millis|[a-z]ms)\W{1,3}$/.test(key) ? 1 : NaN);
  return Math.abs(found.value) * factor;
}

/** `122 MB of 128 MB` in percent. A number with a slash is a date or a path as often, unless both have a unit. */
function shareOfWhole(content: string, { value, end }: Found): number {
  const found = WHOLE.exec(content.slice(end, end + 40));
  if (found === null) return NaN;
  const [, unit = '', sign, whole, other = ''] = found;
  if ((other !== '' && unit !== '' && unit !== other) || (sign === '/' && (unit === '' || other === '')))
    return NaN;
  const share = (100 * value) / Number(whole);
  return isShare(share) ? share : NaN;
}

const WHOLE =
  /^ ?([KMGTP]?i?B)? ?(?:\b(?:out )?of(?: the| its| max| at most| a maximum of)?|(\/)) ?(\d+(?:\.\d+)?) ?([KMGTP]?i?B\b)?(?![\d/.:-]*\d)/;

/** A part of a whole: more than 100 % is growth, or the sum over several processors. */
function isShare(percent: number): boolean {
  return Math.abs(percent) <= 100;
}

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  msec: 1,
  milliseconds: 1,
  millis: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  seconds: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hours: 3_600_000,
};

function isStatus(content: string, { value, start, end }: Found): boolean {
  const before = content[start - 1];
  if (end - start !== 3 || value < 100 || value > 599 || before === '/' || before === '.') return false;
  return content[end] !== '/' && !isWordBefore(content, end + 1);
}

/** The unit right after a number, lower case, empty when there is none. */
function unitAfter(content: string, end: number): string {
  const start = content[end] === ' ' ? end + 1 : end;
  if (content[start] === '%') return '%';
  let stop = start;
  while (stop - start < 12 && isLetter(content, stop)) stop++;
  const unit = content.slice(start, stop);
  // Mebibytes, not minutes.
  return unit === 'M' ? '' : unit.toLowerCase();
}

function isDigit(content: string, at: number): boolean {
  const code = content.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isLetter(content: string, at: number): boolean {
  const code = content.charCodeAt(at) | 32;
  return (code >= 97 && code <= 122) || content[at] === 'µ';
}

/** Whether the character before `at` makes it part of a word or of a longer number. */
function isWordBefore(content: string, at: number): boolean {
  if (at === 0) return false;
  return isLetter(content, at - 1) || isDigit(content, at - 1) || content[at - 1] === '_';
}
