/**
 * The pieces of JSON, read in place: each method takes where a piece starts and returns where it ends, -1 with `reason` and
 * `problem` set when it is not well formed. As strict as JSON.parse, but for raw control characters in strings, which are taken
 * as they are: senders that forget to escape a tab lose nothing.
 */
import type { DeadLetterReason } from '@presage/contract';
import { digitsEnd } from './digits.ts';

/** How deep objects and arrays may be nested in each other. */
export const MAX_DEPTH = 64;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

export class JsonText {
  text = '';
  /** Start and end of the line in the text. */
  start = 0;
  end = 0;
  /** The text of the last string (its escapes resolved), number or literal. */
  value = '';
  reason: DeadLetterReason = 'not_json';
  problem = '';
  /** The next backslash from where the last string was read; most texts have none. */
  #backslash = -1;

  open(text: string, start: number, end: number): void {
    // Starting again at the front: the same text may come in two calls.
    if (start <= this.start || text !== this.text) {
      this.text = text;
      this.#backslash = -1;
    }
    this.start = start;
    this.end = end;
    this.problem = '';
  }

  fail(at: number, problem: string, reason: DeadLetterReason = 'not_json'): -1 {
    if (this.problem === '') {
      this.reason = reason;
      this.problem =
        at >= this.end ? `the line ends where ${problem}` : `at character ${at - this.start + 1} ${problem}`;
    }
    return -1;
  }

  /** Behind blanks. */
  skipBlank(at: number): number {
    let p = at;
    for (;;) {
      const c = this.text.charCodeAt(p);
      if (c !== 32 && c !== 9 && c !== 13 && c !== 10) return p;
      if (p >= this.end) return p;
      p++;
    }
  }

  /** A string whose opening quote is at `at`. */
  string(at: number): number {
    const close = this.text.indexOf('"', at + 1);
    if (close < 0 || close >= this.end) return this.fail(this.end, 'a string needs its closing quote');
    if (this.#backslash < at) this.#findBackslash(at);
    if (this.#backslash < close) return this.#escaped(at, close);
    this.value = this.text.slice(at + 1, close);
    return close + 1;
  }

  #findBackslash(at: number): void {
    const found = this.text.indexOf('\\', at);
    this.#backslash = found < 0 ? this.text.length : found;
  }

  #escaped(at: number, firstQuote: number): number {
    let close = firstQuote;
    while (this.#isEscaped(at, close)) {
      close = this.text.indexOf('"', close + 1);
      if (close < 0 || close >= this.end) return this.fail(this.end, 'a string needs its closing quote');
    }
    const value = unescaped(this.text.slice(at, close + 1));
    if (value === undefined) return this.fail(at, 'a string has an escape that JSON does not know');
    this.value = value;
    return close + 1;
  }

  /** Whether an odd number of backslashes stands before the quote. */
  #isEscaped(at: number, quote: number): boolean {
    let p = quote - 1;
    while (p > at && this.text.charCodeAt(p) === BACKSLASH) p--;
    return ((quote - 1 - p) & 1) === 1;
  }

  /** A number, as its own digits. */
  number(at: number): number {
    const { text } = this;
    let p = text.charCodeAt(at) === 45 ? at + 1 : at;
    const first = text.charCodeAt(p);
    const wholeEnd = digitsEnd(text, p);
    if (wholeEnd === p || (first === 48 && wholeEnd > p + 1)) return this.fail(at, 'a value is expected');
    p = wholeEnd;
    if (text.charCodeAt(p) === 46) p = this.#digits(p + 1);
    if (p > 0 && (text.charCodeAt(p) | 32) === 101) {
      const sign = text.charCodeAt(p + 1);
      p = this.#digits(sign === 43 || sign === 45 ? p + 2 : p + 1);
    }
    if (p < 0) return this.fail(at, 'a number lacks digits');
    this.value = text.slice(at, p);
    return p;
  }

  /** At least one digit; -1 without a fault when there is none. */
  #digits(at: number): number {
    const end = digitsEnd(this.text, at);
    return end === at ? -1 : end;
  }

  /** `true`, `false` as their text; `null` as ''. */
  literal(at: number): number {
    const { text } = this;
    if (text.startsWith('null', at)) return this.#as('', at + 4);
    if (text.startsWith('true', at)) return this.#as('true', at + 4);
    if (text.startsWith('false', at)) return this.#as('false', at + 5);
    return this.fail(at, 'a value is expected');
  }

  #as(value: string, end: number): number {
    this.value = value;
    return end;
  }

  /** Any value whose parts do not matter; `depth` is that of what holds it. */
  skip(at: number, depth: number): number {
    const c = this.text.charCodeAt(at);
    if (c === QUOTE) return this.string(at);
    if (c === OPEN_BRACE || c === OPEN_BRACKET) return this.#skipNested(at, depth + 1, c === OPEN_BRACE);
    return c === 45 || (c >= 48 && c <= 57) ? this.number(at) : this.literal(at);
  }

  #skipNested(at: number, depth: number, isObject: boolean): number {
    if (depth > MAX_DEPTH) return this.tooDeep();
    const close = isObject ? CLOSE_BRACE : CLOSE_BRACKET;
    let p = this.skipBlank(at + 1);
    if (this.text.charCodeAt(p) === close) return p + 1;
    for (;;) {
      if (isObject) p = this.name(p);
      if (p >= 0) p = this.skip(p, depth);
      if (p < 0) return -1;
      p = this.skipBlank(p);
      const c = this.text.charCodeAt(p);
      if (c === close) return p + 1;
      if (c !== COMMA)
        return this.fail(p, isObject ? 'a comma or } is expected' : 'a comma or ] is expected');
      p = this.skipBlank(p + 1);
    }
  }

  /** A name in quotes and its colon; ends where the value starts. The name is in `value`. */
  name(at: number): number {
    if (this.text.charCodeAt(at) !== QUOTE) return this.fail(at, 'a field name in quotes is expected');
    const end = this.string(at);
    return end < 0 ? -1 : this.colon(end);
  }

  /** Behind the colon that follows a name. */
  colon(at: number): number {
    const p = this.skipBlank(at);
    if (this.text.charCodeAt(p) !== COLON) return this.fail(p, 'a colon is expected');
    return this.skipBlank(p + 1);
  }

  tooDeep(): -1 {
    return this.fail(this.start, `starts JSON that is nested deeper than ${MAX_DEPTH} levels`, 'too_deep');
  }
}

/** A quoted string with its escapes resolved; undefined when one of them is not JSON's. */
function unescaped(quoted: string): string | undefined {
  const value = parsed(quoted);
  if (value !== undefined) return value;
  // Raw control characters are all that JSON.parse refuses and we take.
  // eslint-disable-next-line no-control-regex -- they are what this is about
  return parsed(quoted.replace(/[\u0000-\u001f]/g, controlEscape));
}

function parsed(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function controlEscape(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
