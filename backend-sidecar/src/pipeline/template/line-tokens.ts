import { flatCopy } from './flat-copy.ts';
import { spread } from './hash.ts';
import { CLOSING, EQUALS, OPENING, SEPARATING } from './marks.ts';

/** Kinds of tokens. */
export const VARIABLE = 1;
export const WORD = 2;
export const MARK = 3;

export const MAX_TOKENS = 64;
const VARIABLE_TEXT = '<*>';
const VARIABLE_1 = 0x3c2a3e01;
const VARIABLE_2 = 0x7f4a7c15;
const SPACED = 0x165667b1;

/** The tokens of one line: what they hash to, and the text they make. A token is its span in the line, never a string. */
export class LineTokens {
  count = 0;
  readonly kind = new Uint8Array(MAX_TOKENS + 2);
  readonly start = new Int32Array(MAX_TOKENS + 2);
  readonly end = new Int32Array(MAX_TOKENS + 2);
  protected readonly lane1 = new Int32Array(MAX_TOKENS + 2);
  protected readonly lane2 = new Int32Array(MAX_TOKENS + 2);
  protected readonly spaced = new Uint8Array(MAX_TOKENS + 2);
  /** Sums of the tokens' hashes: making one position variable is one subtraction and one addition. */
  sum1 = 0;
  sum2 = 0;
  /** The text of a token that stands nowhere in the line: the frames of a stack trace. */
  protected frames = '';

  /** Call once all tokens are there. */
  protected sum(): void {
    let a = 0;
    let b = 0;
    for (let i = 0; i < this.count; i++) {
      a += this.#term1(i, this.lane1[i] as number);
      b += this.#term2(i, this.lane2[i] as number);
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
    const a = this.sum1 - this.#term1(i, this.lane1[i] as number) + this.#term1(i, VARIABLE_1);
    const b = this.sum2 - this.#term2(i, this.lane2[i] as number) + this.#term2(i, VARIABLE_2);
    return join53(a | 0, b | 0);
  }

  /**
   * The last token of what is written in one piece with the word at i, a variable in it: `Source{<*>}` behind `=`, `host:<*>`
   * at the start of a line. -1: there is no such piece.
   */
  pieceEnd(i: number): number {
    if (i > 0 && !(this.isMark(i - 1, EQUALS) && this.spaced[i] === 0)) return -1;
    let last = -1;
    let depth = 0;
    for (let next = i + 1; next < this.count && this.spaced[next] === 0; next++) {
      if (this.kind[next] === VARIABLE) last = next;
      else if (this.kind[next] === MARK) {
        const mark = this.lane1[next] as number;
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
      a += this.#term1(place, at === i ? VARIABLE_1 : (this.lane1[at] as number), at);
      b += this.#term2(place, at === i ? VARIABLE_2 : (this.lane2[at] as number), at);
      a |= 0;
      b |= 0;
    }
    return join53(a, b);
  }

  /** Whether the token at i is a key: `=` follows at once. */
  isKey(i: number): boolean {
    const next = i + 1;
    return (
      next < this.count && this.kind[next] === MARK && this.lane1[next] === EQUALS && this.spaced[next] === 0
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
      if (this.spaced[i] === 1 && i > 0) text += ' ';
      if (this.kind[i] === VARIABLE || i === variable) text += VARIABLE_TEXT;
      else text += this.wordAt(content, i);
    }
    return flatCopy(text);
  }

  /** The token at i as it stands in the line. */
  wordAt(content: string, i: number): string {
    const start = this.start[i] as number;
    return start < 0 ? this.frames : content.slice(start, this.end[i]);
  }

  #term1(i: number, lane: number, at = i): number {
    return spread(lane ^ ((i + 1) * 0x9e3779b1) ^ (this.spaced[at] === 1 && i > 0 ? SPACED : 0));
  }

  #term2(i: number, lane: number, at = i): number {
    return spread(lane + (i + 1) * 0x85ebca77 + (this.spaced[at] === 1 && i > 0 ? SPACED : 0));
  }

  protected add(
    kind: number,
    start: number,
    end: number,
    lane1: number,
    lane2: number,
    spaced: number,
  ): void {
    const n = this.count++;
    this.kind[n] = kind;
    this.start[n] = start;
    this.end[n] = end;
    this.lane1[n] = lane1;
    this.lane2[n] = lane2;
    this.spaced[n] = spaced;
  }

  protected addVariable(start: number, end: number, spaced: number): void {
    this.add(VARIABLE, start, end, VARIABLE_1, VARIABLE_2, spaced);
  }

  protected isMark(i: number, char: number): boolean {
    return this.kind[i] === MARK && this.lane1[i] === char;
  }
}

function join53(a: number, b: number): number {
  return (b >>> 11) * 0x1_0000_0000 + (a >>> 0);
}
