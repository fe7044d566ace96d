/**
 * Walks a head from left to right after its first part. A part that is surely head (a level, a time, a thread in brackets, a
 * logger with its mark) moves the beginning of the body; words that may be either move only the reading on, and count as body
 * if nothing sure follows.
 */
import { digit, digitsEnd } from './digits.ts';
import { isBracket, readBracketLevel, readBracketPart } from './head-brackets.ts';
import { isDashed, readLogger, readProgramFile } from './head-names.ts';
import { readTag } from './head-tag.ts';
import type { HeadState } from './head-state.ts';
import { dashesEnd } from './head-state.ts';
import { readHeadTime } from './head-time.ts';
import { isBetween, isLoggerLike, levelAt } from './head-words.ts';
import { LONGEST_LEVEL, severityOfLetter, severityOfPriority, severityOfWord } from './level.ts';
import { readHeadPairs } from './head-pairs.ts';
import { monthAt } from './named-date.ts';
import { TimeReader } from './time.ts';
import { COLON as COLON_KIND, DIGIT, LETTERS, LOWER, readWord, SIGN, UPPER } from './word.ts';

const BLANK = 32;
const TAB = 9;
const DASH = 45;
const HASH = 35;
const PERCENT = 37;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const BAR = 124;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const FIRST_CYRILLIC = 0x400;
const MAX_PARTS = 16;
const MAX_BETWEENS = 6;
const LONGEST_COLUMNS = 96;
/** Asked only of lines with a number of three digits between bars. */
const REQUEST_COLUMN = /\| *(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) /;
/** Only where times end matters here. */
const reader = new TimeReader();

/** Reads parts until one belongs to the body. */
export function readHeadParts(state: HeadState): void {
  for (let part = 0; part < MAX_PARTS && state.betweens <= MAX_BETWEENS; part++) {
    const c = state.text.charCodeAt(state.at);
    const isLetter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
    let goesOn: boolean;
    if (isLetter || c === 95 || (c === HASH && state.timeSeen)) goesOn = readWordPart(state);
    else if (c >= 48 && c <= 57) goesOn = readNumberPart(state);
    else if (isBracket(c)) goesOn = readBracketPart(state, c);
    else if (c === DASH) goesOn = readDashes(state);
    else if (c === PERCENT && state.level === undefined) goesOn = readFacility(state);
    else if (c >= FIRST_CYRILLIC && state.level === undefined) goesOn = readForeignLevel(state);
    else return;
    if (!goesOn) return;
  }
}

/** `ОШИБКА:  …`: only levels are known of other scripts. */
function readForeignLevel(state: HeadState): boolean {
  readWord(state.word, state.text, state.at);
  return readLevelWord(state);
}

/** `%LINK-3-UPDOWN: ` of network devices: the digit is the level by syslog's scale. What it is the message's name of stays. */
function readFacility(state: HeadState): false {
  const { text, word, at } = state;
  readWord(word, text, at + 1);
  const last = text.lastIndexOf('-', word.end);
  const level = digit(text, last - 1);
  const isNamed = (word.kinds & LOWER) === 0 && text.charCodeAt(word.end) === COLON && last > at;
  if (isNamed && level >= 0 && level < 8 && text.charCodeAt(last - 2) === DASH)
    state.setLevel(severityOfPriority(level), true);
  return false;
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
  const timeEnd = state.level === undefined || !state.timeSeen ? readHeadTime(reader, text, at) : -1;
  if (timeEnd > 0) {
    state.timeSeen = true;
    state.commit(timeEnd);
    return true;
  }
  readWord(word, text, at);
  if ((word.kinds & LETTERS) !== 0 && readProgramFile(state)) return true;
  const next = text.charCodeAt(word.end);
  const isWorker = next === COLON && state.level !== undefined && text.slice(at, word.end).includes('#');
  const isBarred = state.bars && (next === BAR || (next === BLANK && text.charCodeAt(word.end + 1) === BAR));
  if (isBarred && word.end === at + 3 && isStatusColumn(text, word.end)) return false;
  if (isWorker || isBarred) {
    state.commit(word.end);
    return true;
  }
  state.numbers++;
  const isId =
    (word.kinds & ~(DIGIT | SIGN | COLON_KIND)) === 0 ||
    isProcessOfPackage(text, at) ||
    isUuid(text, at, word.end);
  return !state.bars && isId && passBy(state, word.end);
}

/** `500 |  1.2ms |  192.0.2.7 | GET  "/cart"`: a status, not a process. */
function isStatusColumn(text: string, at: number): boolean {
  return REQUEST_COLUMN.test(text.slice(at, at + LONGEST_COLUMNS));
}

/** The id of a request, which some platforms put before the level. */
function isUuid(text: string, at: number, end: number): boolean {
  return end === at + 36 && [8, 13, 18, 23].every((dash) => text.charCodeAt(at + dash) === DASH);
}

/** `1702-2395/com.shop.cart` of Android Studio. */
function isProcessOfPackage(text: string, at: number): boolean {
  const dash = digitsEnd(text, at);
  const slash = text.charCodeAt(dash) === DASH ? digitsEnd(text, dash + 1) : dash;
  return slash > dash + 1 && text.charCodeAt(slash) === SLASH;
}

function readWordPart(state: HeadState): boolean {
  const { text, at, word } = state;
  readWord(word, text, at);
  if (word.end === at) return false;
  const next = text.charCodeAt(word.end);
  if (next === EQUALS) return readHeadPairs(state);
  if (next === OPEN_BRACKET && state.level === undefined && state.timeSeen && readTaggedLevel(state))
    return true;
  if (
    state.level === undefined &&
    (readLevelWord(state) || readLetterLevel(state) || readChannelLevel(state))
  )
    return true;
  if (state.loggerSeen) return false;
  if (!state.timeSeen && state.level === undefined) {
    return state.betweens === 0 && isBetween(text, word) && passBy(state, word.end);
  }
  if (readRepeatedTime(state) || readProgramFile(state)) return true;
  if (readLogger(state, next)) return goesOn(state);
  return !state.bars && mayBeHead(state) && passBy(state, word.end);
}

/** Behind level and logger the body begins, but for layouts with bars. */
function goesOn({ loggerSeen, level, bars }: HeadState): boolean {
  return !loggerSeen || level === undefined || bars;
}

/** `cart.py[WARNING]: ` */
function readTaggedLevel(state: HeadState): boolean {
  const { text, word } = state;
  const close = text.indexOf(']', word.end);
  if (close < 0 || close > word.end + LONGEST_LEVEL + 1) return false;
  const { start, end } = word;
  if (!readBracketLevel(state, end + 1, close)) return false;
  state.setLogger(start, end);
  state.loggerSeen = true;
  return true;
}

/** `cn12 Nov 9 12:01:01 cn12/cn12 crond[7]: ` behind another time: the line of a syslog that was collected. */
function readRepeatedTime(state: HeadState): boolean {
  const { text, at } = state;
  if (state.level !== undefined || text.charCodeAt(at + 3) !== BLANK || monthAt(text, at) === 0) return false;
  const end = readHeadTime(reader, text, at);
  if (end < 0) return false;
  state.commit(end);
  readTag(state, false);
  return true;
}

/** Before the level much may stand; behind it only a name that brackets follow: `nova.compute.manager [req-1] …`. */
function mayBeHead(state: HeadState): boolean {
  const { text, word } = state;
  if (state.level === undefined)
    return isBetween(text, word) || isDashed(text, word.end) || text.charCodeAt(word.end) === TAB;
  return text.charCodeAt(word.end + 1) === OPEN_BRACKET && isLoggerLike(text, word);
}

/** `production.ERROR: ` behind a time in brackets, as loggers of PHP print it. */
function readChannelLevel(state: HeadState): boolean {
  const { text, word } = state;
  const isMarked = (word.kinds & SIGN) !== 0 && text.charCodeAt(word.end) === COLON;
  if (!isMarked || !state.timeSeen || text.charCodeAt(word.start - 2) !== CLOSE_BRACKET) return false;
  const dot = text.lastIndexOf('.', word.end);
  const c = text.charCodeAt(dot + 1);
  const level =
    dot > word.start && c >= 65 && c <= 90 ? severityOfWord(text.slice(dot + 1, word.end)) : undefined;
  if (level === undefined) return false;
  state.setLevel(level, true);
  state.setLogger(word.start, dot);
  state.loggerSeen = true;
  state.commit(word.end + 1);
  return true;
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
  const isPlaced =
    isAlone && (state.numbers > 0 || text.charCodeAt(word.end + 1) === BAR || readComponent(state) > 0);
  if (!isPlaced && !(isTag && (state.timeSeen || at === 0))) return false;
  const level = severityOfLetter(text.charAt(at));
  if (level === undefined || (isTag && !readSlashTag(state))) return false;
  state.setLevel(level, true);
  state.anyLogger = true;
  if (isTag) return true;
  const component = state.numbers > 0 ? -1 : readComponent(state);
  state.commit(component > 0 ? component : word.end);
  if (component > 0) state.anyLogger = false;
  return true;
}

/** `I NETWORK  [conn7] ` of MongoDB: where the component ends; -1 = there is none. */
function readComponent({ text, word, timeSeen }: HeadState): number {
  if (!timeSeen) return -1;
  let p = word.end;
  while (text.charCodeAt(p) === BLANK) p++;
  const from = p;
  for (let c = text.charCodeAt(p); (c >= 65 && c <= 90) || c === 95 || c === DASH; c = text.charCodeAt(p))
    p++;
  const end = p;
  while (text.charCodeAt(p) === BLANK) p++;
  return end > from && p > end && text.charCodeAt(p) === OPEN_BRACKET ? end : -1;
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
