/** Who wrote a line, by the mark behind the name: `name: `, `name - `, `name[12]: `, `name.exe *64 - `, `Type.method(File.java:7) - `. */
import { digit, digitsEnd } from './digits.ts';
import type { HeadState } from './head-state.ts';
import { isLoggerLike } from './head-words.ts';
import { readWord, SIGN, UPPER, type Word } from './word.ts';

const BLANK = 32;
const TAB = 9;
const NEWLINE = 10;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const BAR = 124;
const EQUALS = 61;
const QUOTE = 34;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_PARENTHESIS = 40;
const LONGEST_NAME = 64;
const LONGEST_SUFFIX = 14;
/** Asked only where one of its marks stands behind a name, and ` - ` soon after. */
const SUFFIX = /^ (?:[*#]\d+|\(\w+(?:[ -]bit)?\)|<\w+>)$/;

/** Cuts off the name that was read last, and its mark. */
export function readLogger(state: HeadState, next: number): boolean {
  const { text, word } = state;
  if (next === OPEN_PARENTHESIS || next === OPEN_BRACKET) return readBracketed(state, next);
  const end = state.anyLogger && word.colon > 0 && next !== COLON ? word.colon : word.end;
  const suffix = suffixEnd(text, end);
  const isMarked = suffix > end ? isLoggerLike(text, word) : isMarkedName(state, end) || isPlace(state, end);
  if (!isMarked) return false;
  settle(state, end, suffix);
  readPlaceBehind(state);
  return true;
}

function settle(state: HeadState, nameEnd: number, end: number): void {
  state.setLogger(state.word.start, nameEnd);
  state.commit(end);
  state.anyLogger = false;
  state.loggerSeen = !state.bars;
}

/** A program named by its file behind a time, in any spelling: `7shelf.exe - `, `Shelf Helper.exe *64 - `. */
export function readProgramFile(state: HeadState): boolean {
  const { text, at, word } = state;
  // Of one word with a dot, or of several with capitals: most lines end here.
  const next = text.charCodeAt(word.end + 1);
  if ((word.kinds & SIGN) === 0 && !(next >= 65 && next <= 90)) return false;
  if (!state.timeSeen || state.level !== undefined || state.betweens > 0 || state.bars) return false;
  const limit = Math.min(text.length, at + LONGEST_NAME);
  for (let p = at; p < limit; p++) {
    const c = text.charCodeAt(p);
    if (c === COLON || c === EQUALS || c === QUOTE || c === OPEN_BRACKET) return false;
    if (c !== DOT || !text.startsWith('.exe', p)) continue;
    const end = suffixEnd(text, p + 4);
    if (!isDashed(text, end)) return false;
    state.setLogger(at, p + 4);
    state.commit(end);
    state.loggerSeen = true;
    return true;
  }
  return false;
}

/** Behind ` *64`, ` (2)`, ` (32 bit)`, ` #3` or ` <9>` that stands between a name and ` - `; `at` when there is none. */
function suffixEnd(text: string, at: number): number {
  if (text.charCodeAt(at) !== BLANK) return at;
  const mark = text.charCodeAt(at + 1);
  if (mark !== 42 && mark !== OPEN_PARENTHESIS && mark !== 35 && mark !== 60) return at;
  const dash = text.indexOf(' - ', at + 2);
  if (dash < 0 || dash > at + LONGEST_SUFFIX) return at;
  return SUFFIX.test(text.slice(at, dash)) ? dash : at;
}

/** `Type.method(File.java:7) - `, `ThreadId(02) `, `shop.Till[14]` of .NET, `tilld[77]: `. */
function readBracketed(state: HeadState, open: number): boolean {
  const { text, word } = state;
  const close = text.indexOf(open === OPEN_BRACKET ? ']' : ')', word.end);
  if (close < 0 || close > word.end + LONGEST_NAME || close === word.end + 1) return false;
  const isNumber = digitsEnd(text, word.end + 1) === close;
  const next = text.charCodeAt(close + 1);
  if (open === OPEN_BRACKET) {
    const isTag = next === COLON && text.charCodeAt(close + 2) === BLANK;
    const isOrigin = state.level !== undefined && !(next > BLANK) && isDottedType(text, word);
    if (!isNumber || !(isTag || isOrigin)) return false;
  } else if (next !== BLANK || !isOriginCall(state, close, isNumber)) return false;
  settle(state, word.end, next === NEWLINE ? indentEnd(text, close + 1) : close + 1);
  state.loggerSeen = open === OPEN_BRACKET;
  return true;
}

/** `Shop.Till` */
function isDottedType(text: string, { start, end }: Word): boolean {
  const c = text.charCodeAt(start);
  const dot = text.indexOf('.', start);
  return c >= 65 && c <= 90 && dot > start && dot < end;
}

/** What is called is no part of the message where it names a line of a file, or a thread behind a level. */
function isOriginCall({ text, word, level }: HeadState, close: number, isNumber: boolean): boolean {
  if (isNumber) return level !== undefined && text.startsWith('ThreadId', word.start);
  const colon = text.lastIndexOf(':', close);
  return colon > word.end && digitsEnd(text, colon + 1) === close && isLoggerLike(text, word);
}

/** .NET puts the message into a line of its own. */
function indentEnd(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) === BLANK || text.charCodeAt(p) === NEWLINE) p++;
  return p;
}

/** `cart.rs:77: ` behind a logger. */
function readPlaceBehind(state: HeadState): void {
  const { text, at, word } = state;
  if (state.level === undefined || state.bars || word.colon < 0) return;
  const c = text.charCodeAt(at) | 32;
  if (c < 97 || c > 122) return;
  readWord(word, text, at);
  const isPlaced =
    word.colon > at && text.lastIndexOf('.', word.colon) > at && text.charCodeAt(word.end) === COLON;
  if (isPlaced && digitsEnd(text, word.colon + 1) === word.end) state.commit(word.end);
}

/** `cart:77 ` set off as a column behind a level, as Python's richer layouts have it. */
function isPlace({ text, word, level }: HeadState, end: number): boolean {
  if (level === undefined || word.colon < 0 || text.charCodeAt(end) !== BLANK) return false;
  const isSetOff = text.charCodeAt(word.start - 1) === BLANK && text.charCodeAt(word.start - 2) === BLANK;
  return isSetOff && digit(text, word.start) < 0 && digitsEnd(text, word.colon + 1) === end;
}

function isMarkedName(state: HeadState, end: number): boolean {
  const { text, word } = state;
  const hasLevel = state.level !== undefined;
  const mark = text.charCodeAt(end);
  if (mark === BAR) return true;
  if (mark !== COLON && mark !== BLANK && mark !== TAB) return false;
  const after = text.charCodeAt(end + 1);
  // Most words are followed by a blank and another word: they end here.
  if (mark === BLANK && after > COLON) return after === BAR ? state.bars : isPackage(state, end);
  const isLike = state.anyLogger || isLoggerLike(text, word);
  if (mark === COLON) return isLike && !isFunction(text, word);
  if (mark === TAB) return isLike && hasLevel;
  if (after === BLANK) return hasLevel && state.timeSeen && isColumn(text, end, isLike);
  if (isDashed(text, end)) return isLike || (hasLevel && state.timeSeen);
  return after === COLON && isLike && text.charCodeAt(end + 2) === BLANK;
}

/** `error: kex_exchange_identification: …`, `warning: dict_eval: …`: programs in C name what complains, and it is half of the message. */
function isFunction(text: string, { start, end, kinds }: Word): boolean {
  const before = text.charCodeAt(start - 3);
  if (text.charCodeAt(start - 2) !== COLON || before < 97 || before > 122) return false;
  const underscore = text.indexOf('_', start);
  return (kinds & UPPER) === 0 && underscore > start && underscore < end;
}

/** `org.shop.till.Cart.add` behind level and `[thread]`: the java.util.logging of servers has no mark. */
function isPackage({ text, word, level }: HeadState, end: number): boolean {
  if (level === undefined || text.charCodeAt(word.start - 2) !== CLOSE_BRACKET || word.colon >= 0)
    return false;
  let dots = 0;
  for (let p = word.start; p < end; p++) if (text.charCodeAt(p) === DOT) dots++;
  return dots >= 3 && isLoggerLike(text, word);
}

/** `CBS    Loaded`: three blanks or more set a name off; a padded logger may end in ` : ` or ` - `. */
function isColumn(text: string, end: number, isLike: boolean): boolean {
  let p = end;
  while (text.charCodeAt(p) === BLANK) p++;
  const c = text.charCodeAt(p);
  if ((c === COLON || c === DASH) && text.charCodeAt(p + 1) === BLANK) return true;
  return p >= end + 3 && (isLike || digit(text, p) >= 0 || c >= 65);
}

/** Whether ` - ` stands here. */
export function isDashed(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === BLANK && text.charCodeAt(at + 1) === DASH && text.charCodeAt(at + 2) === BLANK
  );
}
