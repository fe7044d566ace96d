/**
 * Walks a head from left to right after its first part. A part that is surely head (a level, a time, a thread in brackets, a
 * logger with its mark) moves the beginning of the body; words that may be either move only the reading on, and count as body
 * if nothing sure follows.
 */
import { digit, digitsEnd } from './digits.ts';
import type { HeadState } from './head-state.ts';
import { dashesEnd } from './head-state.ts';
import { readHeadTime } from './head-time.ts';
import { isBetween, isLoggerLike, levelAt } from './head-words.ts';
import { severityOfLetter, severityOfWord } from './level.ts';
import { readHeadPairs } from './head-pairs.ts';
import { TimeReader } from './time.ts';
import { DIGIT, readWord, UPPER } from './word.ts';

const BLANK = 32;
const TAB = 9;
const DASH = 45;
const STAR = 42;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const BAR = 124;
const OPEN_BRACKET = 91;
const MAX_PARTS = 16;
const MAX_BETWEENS = 6;
const LONGEST_BRACKET = 256;
/** Only where times end matters here. */
const reader = new TimeReader();

/** Reads parts until one belongs to the body. */
export function readHeadParts(state: HeadState): void {
  for (let part = 0; part < MAX_PARTS && state.betweens <= MAX_BETWEENS; part++) {
    const c = state.text.charCodeAt(state.at);
    const isLetter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
    let goesOn: boolean;
    if (isLetter || c === 95) goesOn = readWordPart(state);
    else if (c >= 48 && c <= 57) goesOn = readNumberPart(state);
    else if (c === OPEN_BRACKET || c === 40 || c === 60) goesOn = readBracketPart(state, c);
    else if (c === DASH) goesOn = readDashes(state);
    else return;
    if (!goesOn) return;
  }
}

/** Dashes that were not taken with the part before: what stands before them is head, as in `12345 --- [main]`. */
function readDashes(state: HeadState): boolean {
  const end = dashesEnd(state.text, state.at);
  if (end === state.at || state.betweens === 0) return false;
  if (end > state.at + 1) state.commit(end);
  else state.at = state.skipBlank(end);
  return true;
}

/** A word that may be head: reading goes on behind it. */
function passBy(state: HeadState, end: number): boolean {
  state.betweens++;
  const c = state.text.charCodeAt(end);
  if (c !== BLANK && c !== TAB)
    return c === COLON && state.text.charCodeAt(end + 1) === BLANK && pass(state, end + 1);
  return pass(state, end);
}

function pass(state: HeadState, at: number): boolean {
  state.at = state.skipBlank(at);
  return true;
}

/** Process and thread ids, further times. They are head when something sure follows; `12#34:` of nginx is. */
function readNumberPart(state: HeadState): boolean {
  const { text, at, word } = state;
  if (!state.timeSeen && state.level === undefined) return false;
  const timeEnd = state.level === undefined ? readHeadTime(reader, text, at) : -1;
  if (timeEnd > 0) {
    state.commit(timeEnd);
    return true;
  }
  readWord(word, text, at);
  const next = text.charCodeAt(word.end);
  const isWorker = next === COLON && state.level !== undefined && text.slice(at, word.end).includes('#');
  if (isWorker || (next === BAR && state.bars)) {
    state.commit(word.end);
    return true;
  }
  state.numbers++;
  return !state.bars && (word.kinds & ~(DIGIT | 8 | 16)) === 0 && passBy(state, word.end);
}

/** `[INFO ]`, `[core:error]`, `<warn>`, `(E)`: a level; `[main]`, `[1234]`, `[12.345678]` behind a time or level: head too. */
function readBracketPart(state: HeadState, open: number): boolean {
  const { text, at } = state;
  const close = closingBracket(text, at, open);
  if (close < 0) return false;
  const next = text.charCodeAt(close + 1);
  if (state.level === undefined && readBracketLevel(state, at + 1, close)) return true;
  if (open !== OPEN_BRACKET) return false;
  if (isUptime(text, at + 1, close)) {
    // What follows is the kernel's own text: a device's name there is no logger.
    state.commit(close + 1);
    return false;
  }
  if (state.timeSeen || state.level !== undefined) {
    // A client's address says what happened to whom: it stays with the message.
    if (text.startsWith('client ', at + 1) || next === EQUALS || next === COLON) return false;
    state.commit(close + 1);
    return true;
  }
  if (state.betweens > 0) return false;
  return passBy(state, close + 1);
}

function readBracketLevel(state: HeadState, from: number, close: number): boolean {
  const { text } = state;
  let end = close;
  while (text.charCodeAt(end - 1) === BLANK) end--;
  const start = end - from > 13 ? text.lastIndexOf(':', end) + 1 : from;
  const colon = text.indexOf(':', start);
  const name = text.slice(
    colon > 0 && colon < end ? Math.max(colon + 1, end - 13) : state.skipBlank(start),
    end,
  );
  if (name.length === 0 || end - from > 40) return false;
  const level = name.length === 1 ? severityOfLetter(name) : severityOfWord(name);
  if (level === undefined) return false;
  state.setLevel(level, true);
  state.commit(close + 1);
  return true;
}

/** `[   12.345678]` of the kernel. */
function isUptime(text: string, from: number, close: number): boolean {
  let p = from;
  while (text.charCodeAt(p) === BLANK) p++;
  const point = digitsEnd(text, p);
  return (
    point > p && text.charCodeAt(point) === 46 && digitsEnd(text, point + 1) === close && close > point + 1
  );
}

/** The bracket that closes the one at `at`, with its like inside; -1 when there is none near. */
function closingBracket(text: string, at: number, open: number): number {
  const close = open === 40 ? 41 : open + 2;
  const limit = Math.min(text.length, at + LONGEST_BRACKET);
  let depth = 0;
  for (let p = at; p < limit; p++) {
    const c = text.charCodeAt(p);
    if (c === open) depth++;
    else if (c === close && --depth === 0) return p;
  }
  return -1;
}

function readWordPart(state: HeadState): boolean {
  const { text, at, word } = state;
  readWord(word, text, at);
  if (word.end === at) return false;
  const next = text.charCodeAt(word.end);
  if (next === EQUALS) return readHeadPairs(state);
  if (state.level === undefined && (readLevelWord(state) || readLetterLevel(state))) return true;
  if (state.loggerSeen) return false;
  if (!state.timeSeen && state.level === undefined) {
    return state.betweens === 0 && isBetween(text, word) && passBy(state, word.end);
  }
  if (readLogger(state, next)) return state.level === undefined || state.bars;
  return !state.bars && mayBeHead(state) && passBy(state, word.end);
}

/** Before the level much may stand; behind it only a name that brackets follow: `nova.compute.manager [req-1] …`. */
function mayBeHead(state: HeadState): boolean {
  const { text, word } = state;
  if (state.level === undefined) return isBetween(text, word) || isDashed(text, word.end);
  return text.charCodeAt(word.end + 1) === OPEN_BRACKET && isLoggerLike(text, word);
}

function readLevelWord(state: HeadState): boolean {
  const { text, word } = state;
  const level = levelAt(text, word, state);
  if (level === undefined) return false;
  const end = word.colon < 0 ? word.end : word.colon;
  state.setLevel(level.severity, level.certainty === 'marked');
  if (level.certainty === 'guess') return false;
  const glued = text.charCodeAt(end) === COLON && text.charCodeAt(end + 1) > BLANK;
  state.commit(end);
  if (glued) state.anyLogger = true;
  return true;
}

/** `W/Tag(123): `, and one letter behind the numbers of Android or before the bar of etcd. */
function readLetterLevel(state: HeadState): boolean {
  const { text, at, word } = state;
  const isTag = text.charCodeAt(at + 1) === SLASH;
  const isAlone = word.end === at + 1 && word.kinds === UPPER;
  const isPlaced = isAlone && (state.numbers > 0 || text.charCodeAt(word.end + 1) === BAR);
  if (!isPlaced && !(isTag && (state.timeSeen || at === 0))) return false;
  const level = severityOfLetter(text.charAt(at));
  if (level === undefined || (isTag && !readSlashTag(state))) return false;
  state.setLevel(level, true);
  if (!isTag) state.commit(word.end);
  state.anyLogger = true;
  return true;
}

function readSlashTag(state: HeadState): boolean {
  const { text, at } = state;
  const colon = text.indexOf(':', at);
  if (colon < 0 || colon > at + 80 || colon < at + 3 || text.charCodeAt(colon + 1) !== BLANK) return false;
  const pid = text.indexOf('(', at);
  state.setLogger(at + 2, pid > 0 && pid < colon ? pid : colon);
  state.commit(colon + 1);
  return true;
}

/** A name and its mark: `name: `, `name - `, `name : `, `name|`, `name` and a tab, or set off as a column. */
function readLogger(state: HeadState, next: number): boolean {
  const { text, word } = state;
  const end = state.anyLogger && word.colon > 0 && next !== COLON ? word.colon : word.end;
  if (!isMarkedName(state, end)) return false;
  state.setLogger(word.start, end);
  state.commit(text.charCodeAt(end + 1) === STAR ? end + 4 : end);
  state.anyLogger = false;
  state.loggerSeen = !state.bars;
  return true;
}

function isMarkedName(state: HeadState, end: number): boolean {
  const { text, word } = state;
  const hasLevel = state.level !== undefined;
  const mark = text.charCodeAt(end);
  if (mark === BAR) return true;
  if (mark !== COLON && mark !== BLANK && mark !== TAB) return false;
  const after = text.charCodeAt(end + 1);
  // Most words are followed by a blank and another word: they end here.
  if (mark === BLANK && after > COLON) return false;
  const isLike = state.anyLogger || isLoggerLike(text, word);
  if (mark === COLON) return isLike;
  if (mark === TAB) return isLike && hasLevel;
  if (after === BLANK) return hasLevel && state.timeSeen && isColumn(text, end, isLike);
  if (after === DASH && text.charCodeAt(end + 2) === BLANK) return isLike || (hasLevel && state.timeSeen);
  if (after === STAR) return isLike && isWidth(text, end);
  return after === COLON && isLike && text.charCodeAt(end + 2) === BLANK;
}

/** `CBS    Loaded`: three blanks or more set a name off; a padded logger may end in ` : ` or ` - `. */
function isColumn(text: string, end: number, isLike: boolean): boolean {
  let p = end;
  while (text.charCodeAt(p) === BLANK) p++;
  const c = text.charCodeAt(p);
  if ((c === COLON || c === DASH) && text.charCodeAt(p + 1) === BLANK) return true;
  return p >= end + 3 && (isLike || digit(text, p) >= 0 || c >= 65);
}

/** ` *64 - ` and ` *32 - `: how Windows marks a process that is not of the system's own width. */
function isWidth(text: string, end: number): boolean {
  return text.startsWith(' *64 - ', end) || text.startsWith(' *32 - ', end);
}

function isDashed(text: string, end: number): boolean {
  return (
    text.charCodeAt(end) === BLANK && text.charCodeAt(end + 1) === DASH && text.charCodeAt(end + 2) === BLANK
  );
}
