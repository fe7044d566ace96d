import { hex32, wordLanes } from './hash.ts';
import { LineTokens, MARK, VARIABLE, WORD } from './line-tokens.ts';
import * as marks from './marks.ts';
import {
  BOOLEAN,
  CALENDAR,
  categoryOf,
  isTellingKey,
  isTrouble,
  NAMING,
  PLAIN,
  TRUTH,
  UNIT,
} from './words.ts';

/** A weekday, month or zone: a variable if one stands beside it, else a word. */
const DATE_WORD = 4;
/** A word that is followed by a name. */
const NAMING_WORD = 5;

/** Longer words are data. */
export const LONGEST_WORD = 64;
const FOR = wordLanes('for', 0, 3);
const FAILURES = wordLanes('failures', 0, 8);
const FROM = wordLanes('from', 0, 4);
const FRAME_LETTERS = 'ghjkmnpqrstuvwxz';

/**
 * The tokens of a line as they are found, with the rules that look back: what collapses, what a word turns its neighbour into.
 * Reused from line to line.
 */
export class TokenList extends LineTokens {
  /** Words true and false. */
  truths = 0;
  #masksTruth = false;

  /** Begins a line. `masksTruth`: true and false are variables. */
  open(masksTruth: boolean): void {
    this.count = 0;
    this.truths = 0;
    this.#masksTruth = masksTruth;
  }

  pushMark(at: number, char: number, spaced: number): void {
    if (char === marks.CLOSE && this.#closesOptional()) return;
    const last = this.count - 1;
    if (last >= 0 && spaced === 0) {
      if (char === marks.PERCENT && this.kind[last] === VARIABLE) return;
      if (this.isMark(last, char | marks.REPEATED)) return;
      if (this.isMark(last, char)) {
        this.count--;
        this.add(MARK, at - 1, at + 1, char | marks.REPEATED, char ^ 0x2545f491, this.spaced[last] as number);
        return;
      }
    }
    this.add(MARK, at, at + 1, char, char ^ 0x5851f42d, spaced);
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
      if (category === TRUTH) this.truths++;
      if (category === BOOLEAN || (category === TRUTH && this.#masksTruth)) {
        this.pushVariable(start, end, spaced);
        return;
      }
    }
    if (category !== PLAIN && category !== TRUTH && this.#named(before as number, spaced)) {
      this.pushVariable(start, end, spaced);
      return;
    }
    if (lane1 === FROM[0] && lane2 === FROM[1] && spaced === 1) this.#nameBeforeFrom();
    if (this.#closesInnerName(spaced)) return;
    if (lane1 === FOR[0] && lane2 === FOR[1] && this.#isFailures(this.count - 1)) {
      this.add(NAMING_WORD, start, end, lane1, lane2, spaced);
      return;
    }
    const kind = category === NAMING ? NAMING_WORD : category === CALENDAR ? DATE_WORD : WORD;
    this.add(kind, start, end, lane1, lane2, spaced);
  }

  pushVariable(start: number, end: number, spaced: number): void {
    let space = spaced;
    let n = this.count;
    while (n > 0 && (this.kind[n - 1] === DATE_WORD || (space === 0 && this.#isSign(n - 1)))) {
      space = this.spaced[--n] as number;
    }
    this.count = n;
    if (n > 0 && this.kind[n - 1] === VARIABLE) return;
    if (n > 1 && this.isMark(n - 1, marks.COMMA) && this.kind[n - 2] === VARIABLE) {
      this.count = n - 1;
      return;
    }
    this.addVariable(start, end, space);
  }

  /** Whether a quotation mark that stands here begins the value of a key that does not tell what happened. */
  isValueNext(content: string, spaced: number): boolean {
    const key = this.count - 2;
    if (spaced === 1 || key < 0 || !this.isMark(key + 1, marks.EQUALS) || this.spaced[key + 1] === 1)
      return false;
    return this.kind[key] !== MARK && this.kind[key] !== VARIABLE && !isTellingKey(this.wordAt(content, key));
  }

  /** The tokens from `from` on, up to the character at `end`, become one variable, unless one is a word of trouble. */
  closeValue(from: number, end: number): void {
    for (let i = from; i < this.count; i++) {
      if (this.kind[i] !== MARK && isTrouble(this.lane1[i] as number)) return;
    }
    for (let i = from; i < this.count; i++) if (this.#isTruth(i)) this.truths--;
    const start = from < this.count ? (this.start[from] as number) : end;
    this.count = from;
    this.addVariable(start, end, 0);
  }

  /** The frames of a stack trace as one word of its own text. */
  pushFrames(hash: number): void {
    this.frames = `trace-${Array.from(hex32(hash), (digit) => FRAME_LETTERS[parseInt(digit, 16)]).join('')}`;
    const [a, b] = wordLanes(this.frames, 0, this.frames.length);
    this.pushWord(-1, -1, a, b, 1);
  }

  /** Settles what waited for a neighbour and sums up. */
  close(): void {
    for (let i = 0; i < this.count; i++) if ((this.kind[i] as number) > MARK) this.kind[i] = WORD;
    this.sum();
  }

  /** `user x`, `user=x`, `user: x` */
  #named(before: number, spaced: number): boolean {
    if (before === NAMING_WORD) return spaced === 1;
    const n = this.count;
    if (before !== MARK || n < 2 || this.kind[n - 2] !== NAMING_WORD) return false;
    const mark = this.lane1[n - 1];
    return mark === marks.EQUALS ? spaced === 0 : mark === marks.COLON;
  }

  /** `for bob from …`: who it was for, in the words of most servers. */
  #nameBeforeFrom(): void {
    const n = this.count - 1;
    if (n < 1 || this.kind[n] !== WORD || this.kind[n - 1] !== WORD || this.spaced[n] === 0) return;
    if (this.lane1[n - 1] !== FOR[0] || this.lane2[n - 1] !== FOR[1]) return;
    if (categoryOf(this.lane1[n] as number, this.lane2[n] as number) === PLAIN) return;
    this.count = n;
    this.pushVariable(this.start[n] as number, this.end[n] as number, 1);
  }

  /** `authentication failures for bob` */
  #isFailures(i: number): boolean {
    return i >= 0 && this.kind[i] === WORD && this.lane1[i] === FAILURES[0] && this.lane2[i] === FAILURES[1];
  }

  /** `<*>$Inner` says the same as `<*>`. */
  #closesInnerName(spaced: number): boolean {
    const n = this.count;
    if (spaced === 1 || n < 2 || !this.isMark(n - 1, marks.DOLLAR) || this.kind[n - 2] !== VARIABLE)
      return false;
    if (this.spaced[n - 1] === 1) return false;
    this.count = n - 1;
    return true;
  }

  /** `<*> (<*>)` and `<*> ()` say the same as `<*>`. */
  #closesOptional(): boolean {
    const n = this.count;
    if (
      n > 1 &&
      this.isMark(n - 1, marks.OPEN) &&
      this.kind[n - 2] === VARIABLE &&
      this.spaced[n - 1] === 1
    ) {
      this.count = n - 1;
      return true;
    }
    if (n < 3 || this.kind[n - 1] !== VARIABLE || this.kind[n - 3] !== VARIABLE) return false;
    if (!this.isMark(n - 2, marks.OPEN)) return false;
    this.count = n - 2;
    return true;
  }

  #isTruth(i: number): boolean {
    return this.kind[i] === WORD && categoryOf(this.lane1[i] as number, this.lane2[i] as number) === TRUTH;
  }

  #isSign(i: number): boolean {
    if (this.kind[i] !== MARK || !marks.SIGNS.has(this.lane1[i] as number)) return false;
    return i === 0 || this.spaced[i] === 1 || (this.kind[i - 1] === MARK && this.lane1[i - 1] !== marks.DOT);
  }
}
