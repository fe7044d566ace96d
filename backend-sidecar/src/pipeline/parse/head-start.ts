/** The first part of a head, as far as it is of a known form: priority, time, prefix, host and program. */
import { digit, digitsEnd } from './digits.ts';
import { readHeadBracket } from './head-brackets.ts';
import type { HeadState } from './head-state.ts';
import { readTag } from './head-tag.ts';
import { readHeadTime } from './head-time.ts';
import { LONGEST_LEVEL, severityOfLetter, severityOfPriority, severityOfWord } from './level.ts';
import { monthAt } from './named-date.ts';
import { firstWordEnd, prefixedTimeEnd } from './prefixed-time.ts';
import { readStructuredData } from './structured-data.ts';
import { priorityEnd } from './syslog.ts';
import { TimeReader } from './time.ts';

const BLANK = 32;
/** Of a class and its method. */
const LONGEST_NAMES = 200;
/** Only where times end matters here, not what they say. */
const reader = new TimeReader();

/** Reads what is there and leaves `state.at` behind it. */
export function readHeadStart(state: HeadState): void {
  const { text } = state;
  state.at = state.skipBlank(0);
  const end = priorityEnd(text, state.at);
  if (end > state.at) {
    state.setLevel(severityOfPriority(Number(text.slice(state.at + 1, end - 1))), true);
    state.commit(end);
    if (text.startsWith('1 ', end) && readModernSyslog(state, end + 2)) return;
  }
  readTime(state);
}

function readTime(state: HeadState): void {
  const { text } = state;
  const start = state.at;
  const bracket = readHeadBracket(state, start);
  if (bracket === true) return;
  const direct = bracket === false ? readHeadTime(reader, text, unstarred(text, start)) : bracket;
  if (direct > 0) {
    afterTime(state, start, direct);
    return;
  }
  const end = start === 0 ? prefixedTimeEnd(reader, text) : -1;
  if (end < 0) return;
  state.timeSeen = true;
  const first = firstWordEnd(text);
  const isRedis = text.charCodeAt(first - 2) === 58 || isProcess(text, first);
  state.commit(end);
  readPrefixLevel(state, first);
  if (isRedis) readRedisSign(state, end + 1);
}

/** Cisco's devices star a time that they are not sure of. */
function unstarred(text: string, at: number): number {
  return text.charCodeAt(at) === 42 && monthAt(text, at + 1) > 0 ? at + 1 : at;
}

function afterTime(state: HeadState, start: number, end: number): void {
  const { text } = state;
  state.timeSeen = true;
  // A lone number may be a count of seconds, or of anything else: it is head if something sure follows.
  if (digitsEnd(text, start) === end) state.at = state.skipBlank(end);
  else state.commit(end);
  const c = text.charCodeAt(start);
  if (c >= 65 && c <= 90 && digit(text, start + 1) >= 0) readKlog(state, c);
  else if (monthAt(text, start) > 0) {
    if (!readSecondLine(state, end)) readTag(state, false);
  } else readTag(state, !isPreciseIso(text, start, end));
}

/** `Jan 02, 2026 3:04:05 AM shop.Cart add` of java.util.logging: level and message are in the next line. */
function readSecondLine(state: HeadState, timeEnd: number): boolean {
  const { text } = state;
  if (text.charCodeAt(timeEnd - 1) !== 77) return false;
  const newline = text.indexOf('\n', timeEnd);
  if (newline < 0 || newline > timeEnd + LONGEST_NAMES) return false;
  const colon = text.indexOf(':', newline);
  const level =
    colon > newline + LONGEST_LEVEL + 1 ? undefined : severityOfWord(text.slice(newline + 1, colon));
  if (level === undefined || text.charCodeAt(colon + 1) !== BLANK) return false;
  state.setLevel(level, true);
  state.setLogger(state.at, newline);
  state.commit(colon + 1);
  return true;
}

/** `2026-01-02T03:04:05.678901+01:00` is the time of rsyslog's own format. */
function isPreciseIso(text: string, start: number, end: number): boolean {
  const isZoned = end === start + 32 && text.charCodeAt(end - 3) === 58;
  return isZoned && text.charCodeAt(start + 10) === 84 && text.charCodeAt(start + 19) === 46;
}

/** `ERROR 2026-…`, `[INFO] 2026-…`, `warn: 2026-…`: the word before the time is a level. */
function readPrefixLevel(state: HeadState, end: number): void {
  const { text } = state;
  const open = text.charCodeAt(0);
  if (end > LONGEST_LEVEL + 2 || open === 45) return;
  const from = open === 91 || open === 60 || open === 40 ? 1 : 0;
  const last = text.charCodeAt(end - 1) | 32;
  const to = last >= 97 && last <= 122 ? end : end - 1;
  const level = severityOfWord(text.slice(from, to));
  if (level !== undefined) state.setLevel(level, true);
}

/** `[77]` before the time, as older Redis has it. */
function isProcess(text: string, end: number): boolean {
  return (
    text.charCodeAt(0) === 91 && end > 2 && digitsEnd(text, 1) === end - 1 && text.charCodeAt(end - 1) === 93
  );
}

/** `1234 file.go:123] ` behind the time of klog and glog. */
function readKlog(state: HeadState, letter: number): void {
  const { text } = state;
  state.setLevel(severityOfLetter(String.fromCharCode(letter)) ?? 'info', true);
  const threadEnd = digitsEnd(text, state.at);
  if (threadEnd === state.at || text.charCodeAt(threadEnd) !== BLANK) return;
  const from = threadEnd + 1;
  const close = text.indexOf(']', from);
  if (close < 0 || close > from + 80 || text.slice(from, close).includes(' ')) return;
  state.setLogger(from, close);
  state.commit(close + 1);
}

/** `time host program pid msgid [data] ` of RFC 5424, behind its version. */
function readModernSyslog(state: HeadState, at: number): boolean {
  const { text } = state;
  let p = text.charCodeAt(at) === 45 ? at + 1 : reader.dateTime(text, at);
  let program = '';
  for (let part = 0; part < 4; part++) {
    const end = p < 0 || text.charCodeAt(p) !== BLANK ? -1 : text.indexOf(' ', p + 1);
    if (end < 0) return false;
    if (part === 1) {
      program = text.slice(p + 1, end);
      state.setLogger(p + 1, end);
    }
    p = end;
  }
  p = readStructuredData(text, p + 1, []);
  if (p < 0) return false;
  state.program = program === '-' ? undefined : program;
  state.restart(text.charCodeAt(p + 1) === 0xfeff ? p + 2 : p);
  return true;
}

/** Redis marks levels with a sign behind `pid:role time`: `.` debug, `-` verbose, `*` notice, `#` warning. */
function readRedisSign(state: HeadState, at: number): void {
  const sign = '.-*#'.indexOf(state.text.charAt(at));
  if (sign < 0 || state.text.charCodeAt(at + 1) !== BLANK) return;
  state.setLevel((['debug', 'debug', 'info', 'warning'] as const)[sign] ?? 'info', true);
  state.commit(at + 1);
}
