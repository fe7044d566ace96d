import { flatCopy } from './flat-copy.ts';
import { hex32, spread, wordLanes } from './hash.ts';
import { BOOLEAN, CALENDAR, categoryOf, NAMING, PLAIN, UNIT } from './words.ts';

/** Kinds of tokens. */
export const VARIABLE = 1;
export const WORD = 2;
export const MARK = 3;
/** A weekday, month or zone: a variable if one stands beside it, else a word. */
const DATE_WORD = 4;
/** A word that is followed by a name. */
const NAMING_WORD = 5;

export const MAX_TOKENS = 64;
/** Longer words are data. */
export const LONGEST_WORD = 64;
const VARIABLE_TEXT = '<*>';
const VARIABLE_1 = 0x3c2a3e01;
const VARIABLE_2 = 0x7f4a7c15;
const SPACED = 0x165667b1;

const code = (char: string): number => char.charCodeAt(0);
const OPEN = code('(');
const CLOSE = code(')');
const EQUALS = code('=');
const COMMA = code(',');
const PERCENT = code('%');
const COLON = code(':');
const DOT = code('.');
/** Two or more of a mark are one token of their own: `..` is not `.`, and `....` is `..`. */
const REPEATED = 0x10000;
const DOLLAR = code('$');
const FOR = wordLanes('for', 0, 3);
const FAILURES = wordLanes('failures', 0, 8);
const FROM = wordLanes('from', 0, 4);
const OPENING = new Set(Array.from('([{<', code));
const CLOSING = new Set(Array.from(')]}>', code));
const SEPARATING = new Set(Array.from(',;|"\'', code));
const FRAME_LETTERS = 'ghjkmnpqrstuvwxz';
/** Marks that belong to a number when they stand right before it: -5, +5, <1, >1, ~3, #7, $9. */
const SIGNS = new Set(Array.from('-+<>~#$', code));

/**
 * The tokens of one line as they are found, with the rules that look back: what collapses, what a word turns its neighbour
 * into. Reused from line to line; a token of the line is its span, never a string.
 */
export class TokenList {
  count = 0;
  readonly kind = new Uint8Array(MAX_TOKENS + 2);
  readonly start = new Int32Array(MAX_TOKENS + 2);
  readonly end = new Int32Array(MAX_TOKENS + 2);
  readonly #lane1 = new Int32Array(MAX_TOKENS + 2);
  readonly #lane2 = new Int32Array(MAX_TOKENS + 2);
  readonly #spaced = new Uint8Array(MAX_TOKENS + 2);
  /** Sums of the tokens' hashes: making one position variable is one subtraction and one addition. */
  sum1 = 0;
  sum2 = 0;
  #frames = '';

  pushMark(at: number, char: number, spaced: number): void {
    if (char === CLOSE && this.#closesOptional()) return;
    const last = this.count - 1;
    if (last >= 0 && spaced === 0) {
      if (char === PERCENT && this.kind[last] === VARIABLE) return;
      if (this.#isMark(last, char | REPEATED)) return;
      if (this.#isMark(last, char)) {
        this.count--;
        this.#push(MARK, at - 1, at + 1, char | REPEATED, char ^ 0x2545f491, this.#spaced[last] as number);
        return;
      }
    }
    this.#push(MARK, at, at + 1, char, char ^ 0x5851f42d, spaced);
  }

  pushWord(start: number, end: number, lane1: number, lane2: number, spaced: number): void {
    if (end - start > LONGEST_WORD) {
      this.pushVariable(start, end, spaced);
      return;
    }
    const category = categoryOf(lane1, lane2);
    const before = this.count > 0 ? this.kind[this.count - 1] : 0;
    if (category !== 0) {
      if ((category === UNIT || category === CALENDAR) && before === VARIABLE) return;
      if (category === BOOLEAN) {
        this.pushVariable(start, end, spaced);
        return;
      }
    }
    if (category !== PLAIN && this.#named(before as number, spaced)) {
      this.pushVariable(start, end, spaced);
      return;
    }
    if (lane1 === FROM[0] && lane2 === FROM[1] && spaced === 1) this.#nameBeforeFrom();
    if (this.#closesInnerName(spaced)) return;
    if (lane1 === FOR[0] && lane2 === FOR[1] && this.#isFailures(this.count - 1)) {
      this.#push(NAMING_WORD, start, end, lane1, lane2, spaced);
      return;
    }
    const kind = category === NAMING ? NAMING_WORD : category === CALENDAR ? DATE_WORD : WORD;
    this.#push(kind, start, end, lane1, lane2, spaced);
  }

  pushVariable(start: number, end: number, spaced: number): void {
    let space = spaced;
    let n = this.count;
    while (n > 0 && (this.kind[n - 1] === DATE_WORD || (space === 0 && this.#isSign(n - 1)))) {
      space = this.#spaced[--n] as number;
    }
    this.count = n;
    if (n > 0 && this.kind[n - 1] === VARIABLE) return;
    if (n > 1 && this.#isMark(n - 1, COMMA) && this.kind[n - 2] === VARIABLE) {
      this.count = n - 1;
      return;
    }
    this.#push(VARIABLE, start, end, VARIABLE_1, VARIABLE_2, space);
  }

  /** The frames of a stack trace as one word of its own text. */
  pushFrames(hash: number): void {
    this.#frames = `trace-${Array.from(hex32(hash), (digit) => FRAME_LETTERS[parseInt(digit, 16)]).join('')}`;
    const [a, b] = wordLanes(this.#frames, 0, this.#frames.length);
    this.pushWord(-1, -1, a, b, 1);
  }

  /** Settles what waited for a neighbour and sums up. */
  close(): void {
    let a = 0;
    let b = 0;
    for (let i = 0; i < this.count; i++) {
      if ((this.kind[i] as number) > MARK) this.kind[i] = WORD;
      a += this.#term1(i, this.#lane1[i] as number);
      b += this.#term2(i, this.#lane2[i] as number);
      a |= 0;
      b |= 0;
    }
    this.sum1 = a;
    this.sum2 = b;
  }

  /** 53 bits over all tokens: two lines with the same signature have the same template. */
  signature(): number {
    return join53(this.sum1, this.sum2);
  }

  /** The signature that the line would have if the token at i were a variable. */
  signatureWithout(i: number): number {
    const a = this.sum1 - this.#term1(i, this.#lane1[i] as number) + this.#term1(i, VARIABLE_1);
    const b = this.sum2 - this.#term2(i, this.#lane2[i] as number) + this.#term2(i, VARIABLE_2);
    return join53(a | 0, b | 0);
  }

  /**
   * The last token of what is written in one piece with the word at i, a variable in it: `Source{<*>}` behind `=`, `host:<*>`
   * at the start of a line. -1: there is no such piece.
   */
  pieceEnd(i: number): number {
    if (i > 0 && !(this.#isMark(i - 1, EQUALS) && this.#spaced[i] === 0)) return -1;
    let last = -1;
    let depth = 0;
    for (let next = i + 1; next < this.count && this.#spaced[next] === 0; next++) {
      if (this.kind[next] === VARIABLE) last = next;
      else if (this.kind[next] === MARK) {
        const mark = this.#lane1[next] as number;
        if (OPENING.has(mark)) depth++;
        else if (CLOSING.has(mark) && depth-- === 0) break;
        else if (SEPARATING.has(mark)) break;
        else if (last >= 0) last = next;
      }
    }
    return last;
  }

  /** The signature that the line would have if the tokens from i to `last` were one variable. */
  signatureWithoutPiece(i: number, last: number): number {
    let a = 0;
    let b = 0;
    const gone = last - i;
    for (let at = 0; at < this.count; at++) {
      if (at > i && at <= last) continue;
      const place = at > last ? at - gone : at;
      a += this.#term1(place, at === i ? VARIABLE_1 : (this.#lane1[at] as number), at);
      b += this.#term2(place, at === i ? VARIABLE_2 : (this.#lane2[at] as number), at);
      a |= 0;
      b |= 0;
    }
    return join53(a, b);
  }

  /** Whether the token at i is a key: `=` follows at once. */
  isKey(i: number): boolean {
    const next = i + 1;
    return (
      next < this.count &&
      this.kind[next] === MARK &&
      this.#lane1[next] === EQUALS &&
      this.#spaced[next] === 0
    );
  }

  /** The template's text. A copy: it holds nothing of the line's buffer. */
  text(content: string): string {
    return this.textWithout(content, -1);
  }

  /** The text with the token at `variable` made a variable. */
  textWithout(content: string, variable: number): string {
    let text = '';
    for (let i = 0; i < this.count; i++) {
      if (this.#spaced[i] === 1 && i > 0) text += ' ';
      if (this.kind[i] === VARIABLE || i === variable) text += VARIABLE_TEXT;
      else text += this.wordAt(content, i);
    }
    return flatCopy(text);
  }

  /** The token at i as it stands in the line. */
  wordAt(content: string, i: number): string {
    const start = this.start[i] as number;
    return start < 0 ? this.#frames : content.slice(start, this.end[i]);
  }

  #term1(i: number, lane: number, at = i): number {
    return spread(lane ^ ((i + 1) * 0x9e3779b1) ^ (this.#spaced[at] === 1 && i > 0 ? SPACED : 0));
  }

  #term2(i: number, lane: number, at = i): number {
    return spread(lane + (i + 1) * 0x85ebca77 + (this.#spaced[at] === 1 && i > 0 ? SPACED : 0));
  }

  #push(kind: number, start: number, end: number, lane1: number, lane2: number, spaced: number): void {
    const n = this.count++;
    this.kind[n] = kind;
    this.start[n] = start;
    this.end[n] = end;
    this.#lane1[n] = lane1;
    this.#lane2[n] = lane2;
    this.#spaced[n] = spaced;
  }

  /** `user x`, `user=x`, `user: x` */
  #named(before: number, spaced: number): boolean {
    if (before === NAMING_WORD) return spaced === 1;
    const n = this.count;
    if (before !== MARK || n < 2 || this.kind[n - 2] !== NAMING_WORD) return false;
    const mark = this.#lane1[n - 1];
    return mark === EQUALS ? spaced === 0 : mark === COLON;
  }

  /** `for bob from …`: who it was for, in the words of most servers. */
  #nameBeforeFrom(): void {
    const n = this.count - 1;
    if (n < 1 || this.kind[n] !== WORD || this.kind[n - 1] !== WORD || this.#spaced[n] === 0) return;
    if (this.#lane1[n - 1] !== FOR[0] || this.#lane2[n - 1] !== FOR[1]) return;
    if (categoryOf(this.#lane1[n] as number, this.#lane2[n] as number) === PLAIN) return;
    this.count = n;
    this.pushVariable(this.start[n] as number, this.end[n] as number, 1);
  }

  /** `authentication failures for bob` */
  #isFailures(i: number): boolean {
    return (
      i >= 0 && this.kind[i] === WORD && this.#lane1[i] === FAILURES[0] && this.#lane2[i] === FAILURES[1]
    );
  }

  /** `<*>$Inner` says the same as `<*>`. */
  #closesInnerName(spaced: number): boolean {
    const n = this.count;
    if (spaced === 1 || n < 2 || !this.#isMark(n - 1, DOLLAR) || this.kind[n - 2] !== VARIABLE) return false;
    if (this.#spaced[n - 1] === 1) return false;
    this.count = n - 1;
    return true;
  }

  /** `<*> (<*>)` and `<*> ()` say the same as `<*>`. */
  #closesOptional(): boolean {
    const n = this.count;
    if (n > 1 && this.#isMark(n - 1, OPEN) && this.kind[n - 2] === VARIABLE && this.#spaced[n - 1] === 1) {
      this.count = n - 1;
      return true;
    }
    if (n < 3 || this.kind[n - 1] !== VARIABLE || this.kind[n - 3] !== VARIABLE) return false;
    if (!this.#isMark(n - 2, OPEN)) return false;
    this.count = n - 2;
    return true;
  }

  #isMark(i: number, char: number): boolean {
    return this.kind[i] === MARK && this.#lane1[i] === char;
  }

  #isSign(i: number): boolean {
    if (this.kind[i] !== MARK || !SIGNS.has(this.#lane1[i] as number)) return false;
    return i === 0 || this.#spaced[i] === 1 || (this.kind[i - 1] === MARK && this.#lane1[i - 1] !== DOT);
  }
}

function join53(a: number, b: number): number {
  return (b >>> 11) * 0x1_0000_0000 + (a >>> 0);
}
