/**
 * Brackets of a head: `[INFO ]`, `[core:error]`, `<warn>`, `(E)` say a level; `[main]`, `[1234]`, `(MainThread)`, `<0.77.0>`,
 * `{cart.py:77}` behind a time or level say where a line comes from. True: reading goes on behind what was read.
 */
import { digit, digitsEnd } from './digits.ts';
import type { HeadState } from './head-state.ts';
import { readHeadTime } from './head-time.ts';
import { severityOfLetter, severityOfWord } from './level.ts';
import { TimeReader } from './time.ts';

const BLANK = 32;
const COLON = 58;
const EQUALS = 61;
const SQUARE = 91;
const CLOSE_SQUARE = 93;
const ROUND = 40;
const ANGLE = 60;
const CURLY = 123;
const DOT = 46;
const LONGEST_BRACKET = 256;
const LONGEST_THREAD = 60;
const THREADS = ['thread', 'pool', 'worker', 'task'];
const LONGEST_LEVEL_BRACKET = 40;
const LONGEST_HEAD_BRACKET = 120;
/** Only where times end matters here. */
const reader = new TimeReader();

/** What the part that begins with a bracket is; false: the body begins here, or before. */
export function readBracketPart(state: HeadState, open: number): boolean {
  const { text, at } = state;
  const close = closingBracket(text, at, open);
  if (close < 0) return false;
  if (state.level === undefined && readBracketLevel(state, at + 1, close)) return true;
  if (open === SQUARE) return readSquare(state, close);
  if (!state.timeSeen && state.level === undefined) return false;
  if (open === ROUND) return readRound(state, close);
  return open === ANGLE ? readProcess(state, close) : readPlace(state, close);
}

/** `[thread]` and the like. */
function readSquare(state: HeadState, close: number): boolean {
  const { text, at } = state;
  const next = text.charCodeAt(close + 1);
  if (isUptime(text, at + 1, close)) {
    // What follows is the kernel's own text: a device's name there is no logger.
    state.commit(close + 1);
    return false;
  }
  if (state.timeSeen || state.level !== undefined) {
    // `[client 10.0.0.1]`, `[cart: 12]`: what it happened to stays with the message.
    if (text.startsWith('client ', at + 1) || next === EQUALS || namesSubject(text, at + 1, close))
      return false;
    if (next === COLON && digitsEnd(text, at + 1) !== close) return false;
    state.commit(close + 1);
    return true;
  }
  return state.betweens === 0 && passBracket(state, close);
}

/** `cart: 12`: a word, a colon, one more word. */
function namesSubject(text: string, from: number, close: number): boolean {
  let p = from;
  while (isLetter(text, p) || text.charCodeAt(p) === 95) p++;
  if (p === from || text.charCodeAt(p) !== COLON || text.charCodeAt(p + 1) !== BLANK) return false;
  const next = text.indexOf(' ', p + 2);
  return next < 0 || next > close;
}

/** `(main)`, `(Worker Pool -- 77)`, `(77) : ` behind a level; between time and level it may be either. */
function readRound(state: HeadState, close: number): boolean {
  const { text, at } = state;
  if (text.charCodeAt(close + 1) !== BLANK) return false;
  if (state.level === undefined) return isThread(text, at + 1, close, true) && passBracket(state, close);
  const isProcess = digitsEnd(text, at + 1) === close && text.startsWith(' : ', close + 1);
  if (!isProcess && !(state.timeSeen && isThread(text, at + 1, close, false))) return false;
  state.commit(close + 1);
  return true;
}

/** `main`, `cart-1`, `MainThread`, `default task-4`: behind a level a plain word in brackets is no thread's name. */
function isThread(text: string, from: number, close: number, mayBePlain: boolean): boolean {
  if (close - from > LONGEST_THREAD || !isLetter(text, from)) return false;
  const inner = text.slice(from, close).toLowerCase();
  if (nameEnd(text, from) === close && (mayBePlain || inner === 'main' || inner.includes('-'))) return true;
  return THREADS.some((word) => inner.includes(word));
}

/** `<0.77.0>`, also with `@module:function:line` behind it, as on the BEAM. */
function readProcess(state: HeadState, close: number): boolean {
  const { text, at } = state;
  const first = digitsEnd(text, at + 1);
  const second = digitsEnd(text, first + 1);
  if (text.charCodeAt(first) !== DOT || text.charCodeAt(second) !== DOT) return false;
  if (digitsEnd(text, second + 1) !== close) return false;
  let end = close + 1;
  if (text.charCodeAt(end) === 64) while (text.charCodeAt(end) > BLANK) end++;
  state.commit(end);
  return true;
}

/** `{cart.py:77}`: it may be head if a level follows. */
function readPlace(state: HeadState, close: number): boolean {
  const { text, at } = state;
  const colon = text.lastIndexOf(':', close);
  return (
    colon > at + 1 &&
    nameEnd(text, at + 1) === close &&
    digitsEnd(text, colon + 1) === close &&
    passBracket(state, close)
  );
}

function passBracket(state: HeadState, close: number): boolean {
  const next = state.text.charCodeAt(close + 1);
  if (next !== BLANK && next !== 9 && next !== SQUARE) return false;
  state.betweens++;
  state.at = state.skipBlank(close + 1);
  return true;
}

/** A level in the bracket whose inside is text[from, close). */
export function readBracketLevel(state: HeadState, from: number, close: number): boolean {
  const { text } = state;
  let end = close;
  while (text.charCodeAt(end - 1) === BLANK) end--;
  const start = end - from > 13 ? text.lastIndexOf(':', end) + 1 : from;
  const colon = text.indexOf(':', start);
  const name = text.slice(
    colon > 0 && colon < end ? Math.max(colon + 1, end - 13) : state.skipBlank(start),
    end,
  );
  if (name.length === 0 || end - from > LONGEST_LEVEL_BRACKET) return false;
  const level = name.length === 1 ? severityOfLetter(name) : severityOfWord(name);
  if (level === undefined) return false;
  state.setLevel(level, true);
  state.commit(close + 1);
  return true;
}

/**
 * A bracket that holds time and level, and often more: `[I 260102 12:34:56 web:2271]`, `[03:04:05 INF]`,
 * `[2026-01-02 03:04:05,678: INFO/Main]`, `[INFO 2026-01-02 03:04:05 cart.c:7]`, `[7:8:0102/030405.678:ERROR:cart.cc(88)]`.
 * True when it was one; the end of the bracket when there is nothing but a time in it.
 */
export function readHeadBracket(state: HeadState, at: number): boolean | number {
  const { text } = state;
  if (text.charCodeAt(at) !== SQUARE || text.charCodeAt(at + 1) === SQUARE) return false;
  const timeEnd = readHeadTime(reader, text, at + 1);
  if (text.charCodeAt(timeEnd) === CLOSE_SQUARE) return timeEnd + 1;
  const close = text.indexOf(']', at);
  if (close < 0 || close > at + LONGEST_HEAD_BRACKET) return false;
  const level = timeEnd > 0 ? levelBehind(text, timeEnd, close) : levelAmong(text, at + 1, close);
  if (level === undefined) return false;
  state.setLevel(level, true);
  state.timeSeen = true;
  state.commit(close + 1);
  return true;
}

/** The level of `: INFO/Main` or ` INF`, from `at` on. */
function levelBehind(text: string, at: number, close: number): ReturnType<typeof severityOfWord> {
  let from = at;
  while (from < close && !isLetter(text, from)) from++;
  let end = from;
  while (isLetter(text, end)) end++;
  return end === from + 1 ? severityOfLetter(text.charAt(from)) : severityOfWord(text.slice(from, end));
}

/** The level before or between times whose form is known from their place: `I 260102 …`, `INFO 2026-…`, `…/030405:ERROR:…`. */
function levelAmong(text: string, at: number, close: number): ReturnType<typeof severityOfWord> {
  let end = at;
  while (isLetter(text, end)) end++;
  if (end > at) {
    const from = text.charCodeAt(end) === BLANK ? skipBlanks(text, end) : close;
    return from < close && readHeadTime(reader, text, from) > 0 ? levelBehind(text, at, close) : undefined;
  }
  let digits = at;
  while (digits < close && (digit(text, digits) >= 0 || ':/.'.includes(text.charAt(digits)))) digits++;
  const isTimed = text.lastIndexOf('/', digits) > at && text.charCodeAt(digits - 1) === COLON;
  return isTimed ? levelBehind(text, digits, close) : undefined;
}

function skipBlanks(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) === BLANK) p++;
  return p;
}

/** Where letters, digits and what names have among them end. */
function nameEnd(text: string, at: number): number {
  let p = at;
  while (isLetter(text, p) || digit(text, p) >= 0 || '_.$:#/-'.includes(text.charAt(p) || ' ')) p++;
  return p;
}

function isLetter(text: string, at: number): boolean {
  const c = text.charCodeAt(at) | 32;
  return c >= 97 && c <= 122;
}

/** `[   12.345678]` of the kernel. */
function isUptime(text: string, from: number, close: number): boolean {
  const p = skipBlanks(text, from);
  const point = digitsEnd(text, p);
  return (
    point > p && text.charCodeAt(point) === 46 && digitsEnd(text, point + 1) === close && close > point + 1
  );
}

/** The bracket that closes the one at `at`, with its like inside; -1 when there is none near. */
function closingBracket(text: string, at: number, open: number): number {
  const close = open === ROUND ? 41 : open + 2;
  const limit = Math.min(text.length, at + LONGEST_BRACKET);
  let depth = 0;
  for (let p = at; p < limit; p++) {
    const c = text.charCodeAt(p);
    if (c === open) depth++;
    else if (c === close && --depth === 0) return p;
  }
  return -1;
}

/** Whether a head may have a bracket of this kind. */
export function isBracket(open: number): boolean {
  return open === SQUARE || open === ROUND || open === ANGLE || open === CURLY;
}
