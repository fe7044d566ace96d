/** The first part of a head, as far as it is of a known form: priority, time, prefix, host and program. */
import { digit, digitsEnd } from './digits.ts';
import type { HeadState } from './head-state.ts';
import { readHeadTime } from './head-time.ts';
import { severityOfLetter, severityOfPriority } from './level.ts';
import { monthAt } from './named-date.ts';
import { prefixedTimeEnd } from './prefixed-time.ts';
import { programEnd, tagEnd } from './program.ts';
import { readStructuredData } from './structured-data.ts';
import { priorityEnd } from './syslog.ts';
import { TimeReader } from './time.ts';

const BLANK = 32;
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
  if (readShortBracket(state, start)) return;
  const direct = readHeadTime(reader, text, start);
  if (direct > 0) {
    afterTime(state, start, direct);
    return;
  }
  const end = start === 0 ? prefixedTimeEnd(reader, text) : -1;
  if (end < 0) return;
  state.timeSeen = true;
  const isRedis = text.charCodeAt(text.indexOf(' ') - 2) === 58;
  state.commit(end);
  if (isRedis) readRedisSign(state, end + 1);
}

function afterTime(state: HeadState, start: number, end: number): void {
  const { text } = state;
  state.timeSeen = true;
  state.commit(end);
  const c = text.charCodeAt(start);
  if (c >= 65 && c <= 90 && digit(text, start + 1) >= 0) readKlog(state, c);
  else if (monthAt(text, start) > 0 || text.charCodeAt(start + 10) === 84) readTag(state, c <= 57);
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

/** `host program[pid]: ` or `program: ` of syslog. An ISO time is of other formats too: there the pid must be named. */
function readTag(state: HeadState, needsPid: boolean): void {
  const { text, at } = state;
  const first = programEnd(text, at);
  if (first < 0) return;
  let start = at;
  let nameEnd = first;
  if (text.charCodeAt(first) === BLANK) {
    start = first + 1;
    nameEnd = programEnd(text, start);
  } else if (needsPid) return;
  const end = nameEnd < 0 ? -1 : tagEnd(text, nameEnd);
  if (end < 0 || (needsPid && text.charCodeAt(nameEnd) !== 91)) return;
  state.program = text.slice(start, nameEnd);
  state.setLogger(start, nameEnd);
  state.restart(end);
  const again = digit(text, state.at) >= 0 || text.charCodeAt(state.at) === 91;
  const timeEnd = again ? readHeadTime(reader, text, state.at) : -1;
  if (timeEnd < 0) return;
  state.commit(timeEnd);
  state.timeSeen = true;
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

/** `[I 260102 12:34:56 web:2271] ` of Tornado. */
function readShortBracket(state: HeadState, at: number): boolean {
  const { text } = state;
  if (text.charCodeAt(at) !== 91 || text.charCodeAt(at + 2) !== BLANK) return false;
  const level = severityOfLetter(text.charAt(at + 1));
  if (level === undefined || readHeadTime(reader, text, at + 3) < 0) return false;
  const close = text.indexOf(']', at);
  if (close < 0 || close > at + 100) return false;
  state.setLevel(level, true);
  state.timeSeen = true;
  state.commit(close + 1);
  return true;
}

/** Redis marks levels with a sign behind `pid:role time`: `.` debug, `-` verbose, `*` notice, `#` warning. */
function readRedisSign(state: HeadState, at: number): void {
  const sign = '.-*#'.indexOf(state.text.charAt(at));
  if (sign < 0 || state.text.charCodeAt(at + 1) !== BLANK) return;
  state.setLevel((['debug', 'debug', 'info', 'warning'] as const)[sign] ?? 'info', true);
  state.commit(at + 1);
}
