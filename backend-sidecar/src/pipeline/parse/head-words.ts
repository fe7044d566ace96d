/** What a word of a line's head may be: a level, a logger's name, or something that only stands between time and level. */
import type { Severity } from '@presage/contract';
import { levelWords, LONGEST_LEVEL } from './level.ts';
import { AT, DIGIT, isCamel, LETTERS, LOWER, SIGN, UPPER, type Word } from './word.ts';

const BLANK = 32;
const TAB = 9;
const COLON = 58;
const BAR = 124;
const DASH = 45;

/** Levels that are believed in upper case with no mark behind them; words such as ALERT or FAILED may begin a sentence. */
const STRONG: ReadonlySet<string> = new Set(
  (
    'INFO INFORMATION INF WARN WARNING WRN ERROR ERR ERRO DEBUG DBG DEBU TRACE TRC FATAL FTL CRITICAL CRIT ' +
    'SEVERE NOTICE EMERG EMERGENCY VERBOSE VRB FINE FINER FINEST DPANIC SCHWERWIEGEND WARNUNG AVERTISSEMENT'
  ).split(' '),
);
/** These begin no sentence, so behind a time they need no mark even in lower case. */
const QUIET: ReadonlySet<string> = new Set(['info', 'debug', 'warn']);

/** Not strong, but with a colon they say how bad the sentence behind them is. */
const LEADING: ReadonlySet<string> = new Set(['panic', 'alert']);

/** How sure a level is: `marked` may be cut off with the head, a `guess` is part of the sentence. */
export type Certainty = 'marked' | 'guess';

export interface FoundLevel {
  readonly severity: Severity;
  readonly certainty: Certainty;
}

/** Context of a word: whether a time came before it, how many words stand between, and whether a syslog tag already ended the head. */
export interface Place {
  readonly timeSeen: boolean;
  readonly betweens: number;
  readonly isContent: boolean;
}

/** What a spelling says, whatever stands around it. */
interface Spelling {
  readonly name: string;
  readonly severity: Severity;
  readonly isUpper: boolean;
  /** The same in capitals is a strong one. */
  readonly isStrong: boolean;
  readonly isQuiet: boolean;
  readonly marked: FoundLevel;
  readonly guess: FoundLevel;
}

const SPELLINGS = new Map<string, Spelling>();
for (const [name, severity] of levelWords()) {
  SPELLINGS.set(name, {
    name,
    severity,
    isUpper: name === name.toUpperCase(),
    isStrong: STRONG.has(name.toUpperCase()),
    isQuiet: QUIET.has(name),
    marked: { severity, certainty: 'marked' },
    guess: { severity, certainty: 'guess' },
  });
}

/** The spelling found last: most lines of a log have the same, and comparing in place is cheaper than a look-up. */
let last: Spelling | undefined;

/** By first letter, the lengths (as bits) that levels have: most other words fail here. */
const LENGTHS = new Uint16Array(128);
for (const name of SPELLINGS.keys()) {
  const first = name.charCodeAt(0) & 127;
  LENGTHS[first] = (LENGTHS[first] ?? 0) | (1 << name.length);
}

function spellingAt(text: string, start: number, end: number): Spelling | undefined {
  const lengths = LENGTHS[text.charCodeAt(start) & 127] ?? 0;
  if ((lengths & (1 << (end - start))) === 0) return undefined;
  if (last !== undefined && end - start === last.name.length && text.startsWith(last.name, start))
    return last;
  const spelling = SPELLINGS.get(text.slice(start, end));
  if (spelling !== undefined) last = spelling;
  return spelling;
}

/** The level that a word says where it stands, undefined when it is a word like any other. */
export function levelAt(text: string, word: Word, place: Place): FoundLevel | undefined {
  const { start } = word;
  const end = word.colon < 0 ? word.end : word.colon;
  if (end - start < 3 || end - start > LONGEST_LEVEL || (word.colon < 0 && word.kinds > LETTERS + DIGIT))
    return undefined;
  const spelling = spellingAt(text, start, end);
  if (spelling === undefined) return undefined;
  if (spelling.isUpper) {
    const isBetween = place.timeSeen && place.betweens > 0;
    const sure = spelling.isStrong ? endsWord(text, end) : isBetween || isMarked(text, end, place.timeSeen);
    return sure ? spelling.marked : undefined;
  }
  if (word.colon >= 0) return undefined;
  if (!isMarked(text, end, place.timeSeen))
    return place.timeSeen && spelling.isQuiet ? spelling.marked : undefined;
  if (place.timeSeen) return spelling.marked;
  if (spelling.name === 'fail' && namesEvent(text, end + 2)) return spelling.marked;
  if (!spelling.isStrong) return LEADING.has(spelling.name.toLowerCase()) ? spelling.guess : undefined;
  return isUpperAt(text, start) || place.isContent ? spelling.guess : spelling.marked;
}

/** `Shop.Till.Cart[14]` and the end of the line: .NET's console says `fail` where others say `error`. */
function namesEvent(text: string, at: number): boolean {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return end - at < LONGEST_EVENT && EVENT.test(text.slice(at, end));
}

const LONGEST_EVENT = 200;
const EVENT = /^[A-Za-z_][\w.`+]*\[\d+\]\r?$/;

/** Behind INFO may come a blank, a colon, a bar, a bracket: not `ERROR=5` or `ERROR_CODE`. */
function endsWord(text: string, end: number): boolean {
  const c = text.charCodeAt(end);
  return !(c > BLANK) || c === COLON || c === BAR || c === 91 || c === 93 || c === 41 || c === 62;
}

/** Whether a colon or bar follows, or what only layouts do: a tab, two blanks, ` - `, ` [`, ` |`. */
function isMarked(text: string, end: number, timeSeen: boolean): boolean {
  const c = text.charCodeAt(end);
  if (c === COLON || c === BAR) return true;
  if (!timeSeen) return false;
  if (c === TAB || c === 93) return true;
  const next = text.charCodeAt(end + 1);
  if (c !== BLANK) return false;
  return (
    next === BLANK || next === 91 || next === BAR || (next === DASH && text.charCodeAt(end + 2) === BLANK)
  );
}

/** A name such as `c.e.App`, `shop::cart`, `BlockManager`, `web-1`: not an address, a path or an exception, which belong to the message. */
export function isLoggerLike(text: string, word: Word): boolean {
  const { start, end, kinds } = word;
  if ((kinds & AT) !== 0 || !isLetterAt(text, start)) return false;
  if (word.colon >= 0 && text.charCodeAt(word.colon + 1) === 47) return false;
  const isPath = word.colon >= 0 && text.charCodeAt(word.colon + 1) === COLON;
  if ((kinds & (SIGN | DIGIT)) === 0 && !isPath && !isCamel(text, word)) return false;
  return !namesFailure(text, end);
}

/** `…Exception`, `…Error`, `…Failure`, `…Fault`, `…Warning`. */
function namesFailure(text: string, end: number): boolean {
  switch (text.charCodeAt(end - 1)) {
    case 110:
      return text.startsWith('Exception', end - 9);
    case 114:
      return text.startsWith('Error', end - 5);
    case 101:
      return text.startsWith('Failure', end - 7);
    case 116:
      return text.startsWith('Fault', end - 5);
    case 103:
      return text.startsWith('Warning', end - 7);
    default:
      return false;
  }
}

/** What may stand between a time and its level: `R02-M1-N0`, `KERNEL`, `user@db`, `12345`, `MyHost`. */
export function isBetween(text: string, word: Word): boolean {
  const { kinds, start, end } = word;
  if (end - start < 2 || (word.colon >= 0 && text.charCodeAt(word.colon + 1) === 47)) return false;
  if ((kinds & (SIGN | DIGIT | AT)) !== 0) return true;
  return (kinds & LOWER) === 0 ? (kinds & UPPER) !== 0 : isCamel(text, word);
}

function isUpperAt(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 65 && c <= 90;
}

function isLetterAt(text: string, at: number): boolean {
  const c = text.charCodeAt(at) | 32;
  return c >= 97 && c <= 122;
}
