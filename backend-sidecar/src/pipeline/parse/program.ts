import { digitsEnd } from './digits.ts';

const BLANK = 32;
const COLON = 58;
const OPEN = 91;
const ROUND = 40;
const LONGEST_NAME = 64;
const LONGEST_PART = 80;
const MOST_WORDS = 4;

/** Where the program name at `at` ends (`sshd`, `sshd(pam_unix)`, `com.example.agent`); -1 when there is none. */
export function programEnd(text: string, at: number): number {
  const limit = at + LONGEST_NAME;
  let p = at;
  for (let c = text.charCodeAt(p); c > BLANK && c !== COLON && c !== OPEN && p < limit;)
    c = text.charCodeAt(++p);
  return p === at || p === limit ? -1 : p;
}

/**
 * Where the rest of a syslog tag ends, behind the name: `[123]:`, `[123] (part)[4]:`, `:` or ` 1.4.1:`, with the blanks after
 * it; -1 = it is no tag.
 */
export function tagEnd(text: string, nameEnd: number): number {
  let p = nameEnd;
  if (text.charCodeAt(p) === OPEN) {
    const pidEnd = digitsEnd(text, p + 1);
    if (pidEnd === p + 1 || text.charCodeAt(pidEnd) !== 93) return -1;
    p = partEnd(text, pidEnd + 1);
  } else if (text.charCodeAt(p) === BLANK) p = versionEnd(text, p + 1);
  const next = text.charCodeAt(p + 1);
  if (text.charCodeAt(p) !== COLON || next > BLANK) return -1;
  p++;
  while (text.charCodeAt(p) === BLANK) p++;
  return p;
}

/** Behind ` (com.example.part)` or ` (part)[4]`; `at` when there is none. */
function partEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== BLANK || text.charCodeAt(at + 1) !== ROUND) return at;
  const close = text.indexOf(')', at);
  if (close < 0 || close > at + LONGEST_PART) return at;
  if (text.charCodeAt(close + 1) !== OPEN) return close + 1;
  const pidEnd = digitsEnd(text, close + 2);
  return text.charCodeAt(pidEnd) === 93 ? pidEnd + 1 : at;
}

/** The end of the tag of a program whose name is several words, the first with a capital: `Shop Helper (Plugin)[12]: `; or -1. */
export function longTagEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (!(first >= 65 && first <= 90)) return -1;
  let words = 1;
  for (let p = at; p < at + LONGEST_NAME; p++) {
    const c = text.charCodeAt(p);
    if (c === OPEN) return tagEnd(text, p);
    if (c === BLANK && ++words > MOST_WORDS) return -1;
    const isName = c === BLANK || c === ROUND || c === 41 || (c >= 45 && c <= 57) || (c >= 65 && c <= 122);
    if (!isName) return -1;
  }
  return -1;
}

function versionEnd(text: string, at: number): number {
  let p = at;
  for (let c = text.charCodeAt(p); (c >= 48 && c <= 57) || c === 46;) c = text.charCodeAt(++p);
  return p;
}
