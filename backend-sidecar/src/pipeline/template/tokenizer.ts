/**
 * In: the content of a line. Out: its tokens, variables masked, and a 53-bit signature. One scan, no regular expression, no
 * string made. The rules are part of every template id: a change of any of them is a new version (mined-template.ts).
 */
import {
  ALPHANUMERIC,
  charBits,
  CLOSING,
  COLON,
  DIGIT,
  DOT,
  HARD,
  LOWER,
  SLASH,
  SPACE,
  UPPER,
} from './chars.ts';
import { isDottedName } from './dotted-name.ts';
import { lane1, lane2, SEED_1, SEED_2, wordLanes } from './hash.ts';
import { stackFrames } from './stack-frames.ts';
import { MAX_TOKENS } from './line-tokens.ts';
import { LONGEST_WORD, TokenList } from './token-list.ts';
import { BOOLEAN, categoryOf, TRUTH } from './words.ts';

const NEWLINE = 10;
const SLASH_CODE = 47;
const LESS_CODE = 60;
const DOT_CODE = 46;
const QUOTE = 34;
/** Letters a…f alone make a hexadecimal number from this length on. */
const HEX_LENGTH = 8;

/** Reused from line to line: what tokenize returns is valid until its next call. */
export class Tokenizer {
  readonly #tokens = new TokenList();
  #content = '';
  #spaced = 0;
  /** Up to here there are only marks: a scan has looked. */
  #barrenUntil = 0;
  /** The first token of the quoted value that has begun; -1 = none has. */
  #valueFrom = -1;

  tokenize(content: string): TokenList {
    const tokens = this.#scan(content, false);
    // Several flags are a state put down, and each pair of them would double the templates.
    return tokens.truths > 1 ? this.#scan(content, true) : tokens;
  }

  #scan(content: string, masksTruth: boolean): TokenList {
    const tokens = this.#tokens;
    tokens.open(masksTruth);
    this.#content = content;
    this.#spaced = 0;
    this.#barrenUntil = 0;
    this.#valueFrom = -1;
    const { length } = content;
    let i = 0;
    while (i < length && tokens.count < MAX_TOKENS) {
      const char = content.charCodeAt(i);
      const bits = charBits(char);
      if (bits === SPACE) {
        this.#spaced = 1;
        i++;
        if (char === NEWLINE && stackFrames(content, i, tokens)) break;
      } else if ((bits & DOT) !== 0 && i >= this.#barrenUntil && this.#isRelativePath(i)) {
        const slash = content.indexOf('/', i);
        const next = this.#word(slash, length);
        if (next > slash) i = next;
      } else if (char === LESS_CODE && content.startsWith('<*>', i)) {
        // A template is its own template.
        tokens.pushVariable(i, i + 3, this.#spaced);
        this.#spaced = 0;
        i += 3;
      } else if (char === QUOTE) {
        this.#quote(i++, tokens);
      } else if ((bits & (ALPHANUMERIC | SLASH)) === 0 || i < this.#barrenUntil) {
        tokens.pushMark(i++, char, this.#spaced);
        this.#spaced = 0;
      } else i = this.#word(i, length);
    }
    if (i < length && tokens.count >= MAX_TOKENS) {
      tokens.count = MAX_TOKENS;
      tokens.pushVariable(i, length, 1);
    }
    tokens.close();
    return tokens;
  }

  /** `tag="View of 3 carts"`: what is quoted behind a key is one value, unless key or words tell what happened. */
  #quote(at: number, tokens: TokenList): void {
    const from = this.#valueFrom;
    if (from >= 0) {
      tokens.closeValue(from, at);
      this.#valueFrom = -1;
    }
    const opens = from < 0 && tokens.isValueNext(this.#content, this.#spaced);
    tokens.pushMark(at, QUOTE, this.#spaced);
    this.#spaced = 0;
    if (opens) this.#valueFrom = tokens.count;
  }

  /** Reads the word that starts at `start` and ends before `limit`; returns where to go on. */
  #word(start: number, limit: number): number {
    const content = this.#content;
    let a = SEED_1;
    let b = SEED_2;
    let seen = 0;
    let stop = start;
    // The word without marks at its end.
    let end = start;
    let flags = 0;
    let endA = a;
    let endB = b;
    for (; stop < limit; stop++) {
      const char = content.charCodeAt(stop);
      const bits = charBits(char);
      if (bits === SPACE || (bits & HARD) !== 0) break;
      if (
        bits === DOT &&
        content.charCodeAt(stop + 1) === DOT_CODE &&
        content.charCodeAt(start) !== SLASH_CODE
      )
        break;
      a = lane1(a, char);
      b = lane2(b, char);
      seen |= bits;
      if ((bits & ALPHANUMERIC) === 0) continue;
      flags = seen;
      end = stop + 1;
      endA = a;
      endB = b;
    }
    if (content.charCodeAt(start) === SLASH_CODE) return this.#path(start, end, stop);
    if ((flags & COLON) !== 0) {
      const next = this.#withColon(start, end, stop, flags);
      if (next >= 0) return next;
    }
    if (isVariable(content, start, end, flags)) this.#tokens.pushVariable(start, end, this.#spaced);
    else this.#tokens.pushWord(start, end, endA, endB, this.#spaced);
    this.#spaced = 0;
    return end;
  }

  /** A path or URL runs on over query strings. */
  #path(start: number, wordEnd: number, wordStop: number): number {
    if (wordEnd === start) {
      this.#barrenUntil = wordStop;
      return start;
    }
    const content = this.#content;
    let end = wordEnd;
    let stop = wordStop;
    for (; stop < content.length; stop++) {
      const bits = charBits(content.charCodeAt(stop));
      if (bits === SPACE || (bits & CLOSING) !== 0) break;
      if ((bits & (ALPHANUMERIC | SLASH)) !== 0) end = stop + 1;
    }
    this.#tokens.pushVariable(start, end, this.#spaced);
    this.#spaced = 0;
    return end;
  }

  /** `scheme://…` is a URL, `key:123` and `key:/path` a key and a variable, an address of hex groups a variable. -1: none of them. */
  #withColon(start: number, end: number, stop: number, flags: number): number {
    const content = this.#content;
    const colon = content.indexOf(':', start);
    if (content.startsWith('://', colon)) return this.#path(start, end, stop);
    const split = splitAt(content, start, end, flags);
    if (split < 0 || split - start > LONGEST_WORD) return -1;
    let keyEnd = split;
    while ((charBits(content.charCodeAt(keyEnd - 1)) & ALPHANUMERIC) === 0) keyEnd--;
    return this.#word(start, keyEnd);
  }

  #isRelativePath(at: number): boolean {
    const next = this.#content.charCodeAt(at + 1);
    return next === SLASH_CODE || (next === DOT_CODE && this.#content.charCodeAt(at + 2) === SLASH_CODE);
  }
}

function isVariable(content: string, start: number, end: number, flags: number): boolean {
  if ((flags & DIGIT) !== 0) return true;
  if ((flags & DOT) !== 0) return isDottedName(content, start, end);
  return (flags & ~(LOWER | UPPER)) === 0 && end - start >= HEX_LENGTH;
}

/** The colon between a key and the variable behind it: a number, a path, true, false or null. -1: no such thing. */
function splitAt(content: string, start: number, end: number, flags: number): number {
  const last = content.lastIndexOf(':', end - 1);
  if (
    (flags & ~(ALPHANUMERIC | COLON)) === 0 &&
    (flags & DIGIT) !== 0 &&
    content.indexOf(':', start) < last
  ) {
    return -1;
  }
  for (let i = start; i < end; i++) {
    const bits = charBits(content.charCodeAt(i));
    if ((bits & (DIGIT | DOT | SLASH)) === 0) continue;
    const colon = content.lastIndexOf(':', i);
    return (bits & DOT) !== 0 || ((bits & SLASH) !== 0 && colon !== i - 1) || colon < start ? -1 : colon;
  }
  return isBoolean(content, last + 1, end) ? last : -1;
}

function isBoolean(content: string, start: number, end: number): boolean {
  if (end - start > 9 || end <= start) return false;
  const [a, b] = wordLanes(content, start, end);
  const category = categoryOf(a, b);
  return category === BOOLEAN || category === TRUTH;
}
