/**
 * Shapes that a line can begin with. They only decide where records start, so they look at form and never at values;
 * what time it is and which level, the pipeline reads.
 */

const CLOCK_WITHIN = 30;
const SPACE = 32;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const DASH = 45;
const DOT = 46;
const BRACKET = 91;
const LESS = 60;
const MORE = 62;
const TAB = 9;

const LEVELS = new Set(
  'TRACE DEBUG FINE INFO NOTICE WARN WARNING ERROR ERR SEVERE CRITICAL CRIT FATAL PANIC ALERT EMERG'.split(
    ' ',
  ),
);
const DAY_NAMES = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun'.split(' '),
);

/** Whether a line begins with a time: ISO, slashed, syslog, klog, bracketed, clock alone, compact, or seconds since 1970. */
export function startsWithTime(text: string): boolean {
  let p = text.charCodeAt(0) === LESS ? afterPriority(text) : 0;
  if (text.charCodeAt(p) === BRACKET) p++;
  const c = text.charCodeAt(p);
  if (isDigit(c)) return isIsoDay(text, p) || hasClock(text, p) || isCompact(text, p) || isEpoch(text, p);
  if (c < 65 || c > 90) return false;
  return DAY_NAMES.has(text.slice(p, p + 3)) ? hasClock(text, p) : isKlog(text, p);
}

/** `[ERROR]`, `[ WARN ]`: a level in brackets, as some programs begin each line. */
export function startsWithLevel(text: string): boolean {
  if (text.charCodeAt(0) !== BRACKET) return false;
  const end = text.indexOf(']');
  return end > 0 && end < 16 && LEVELS.has(text.slice(1, end).trim().toUpperCase());
}

/** Behind `<34>` or `<34>1 `; 0 when the line does not begin so. */
function afterPriority(text: string): number {
  const end = text.indexOf('>');
  if (end < 2 || end > 4 || text.charCodeAt(end) !== MORE || !areDigits(text, 1, end - 1)) return 0;
  return text.startsWith('1 ', end + 1) ? end + 3 : end + 1;
}

function isIsoDay(text: string, p: number): boolean {
  return (
    text.charCodeAt(p + 4) === DASH &&
    text.charCodeAt(p + 7) === DASH &&
    areDigits(text, p, 4) &&
    areDigits(text, p + 5, 2) &&
    areDigits(text, p + 8, 2)
  );
}

/** A clock `h:mm:ss` near the start with nothing before it but what dates are written with. */
function hasClock(text: string, p: number): boolean {
  const end = Math.min(text.length, p + CLOCK_WITHIN);
  let letters = 0;
  for (let i = p; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === COLON) {
      if (isClock(text, p, i)) return true;
      letters = 0;
    } else if ((c | 32) >= 97 && (c | 32) <= 122) {
      if (++letters > 3) return false;
    } else {
      if (!isDatePart(c)) return false;
      letters = 0;
    }
  }
  return false;
}

/** Whether the colon at `at` is the first of a clock. An address with a port (`10.0.0.1:22:…`) is none. */
function isClock(text: string, from: number, at: number): boolean {
  if (text.charCodeAt(at + 3) !== COLON || !areDigits(text, at + 1, 2) || !areDigits(text, at + 4, 2))
    return false;
  if (at === from || !isDigit(text.charCodeAt(at - 1))) return false;
  const hour = at - 2 >= from && isDigit(text.charCodeAt(at - 2)) ? at - 2 : at - 1;
  if (hour === from) return true;
  const before = text.charCodeAt(hour - 1);
  if (before === COLON) return hour - 5 >= from && areDigits(text, hour - 5, 4);
  return !isDigit(before) && before !== DOT;
}

/** Six or eight digits of a date and six of a clock: `081109 203615`, `20260102-030405`. */
function isCompact(text: string, p: number): boolean {
  for (const day of [6, 8]) {
    if (!areDigits(text, p, day) || isDigit(text.charCodeAt(p + day))) continue;
    const clock = p + day + 1;
    return areDigits(text, clock, 6) && !isDigit(text.charCodeAt(clock + 6));
  }
  return false;
}

/** Ten digits that begin with 1 (2001…2033), a fraction or three more digits, then a blank. */
function isEpoch(text: string, p: number): boolean {
  if (text.charCodeAt(p) !== 49 || !areDigits(text, p, 10)) return false;
  let end = p + 10;
  if (text.charCodeAt(end) === DOT) end++;
  while (end < p + 20 && isDigit(text.charCodeAt(end))) end++;
  const c = text.charCodeAt(end);
  return (end === p + 10 || end >= p + 12) && (c === SPACE || c === TAB);
}

/** `I0102 03:04:05`, `E20260102 03:04:05`. */
function isKlog(text: string, p: number): boolean {
  const day = areDigits(text, p + 1, 8) ? 8 : 4;
  const clock = p + 1 + day + 1;
  return areDigits(text, p + 1, day) && text.charCodeAt(clock + 2) === COLON && areDigits(text, clock, 2);
}

function isDatePart(c: number): boolean {
  return isDigit(c) || c === SPACE || c === DASH || c === SLASH || c === DOT || c === 44 || c === 95;
}

function isDigit(c: number): boolean {
  return c >= ZERO && c <= NINE;
}

function areDigits(text: string, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return true;
}
