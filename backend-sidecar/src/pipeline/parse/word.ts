/** What kinds of characters a word is made of. */
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 4;
/** `. _ $ / # - ~ + \` */
export const SIGN = 8;
export const COLON = 16;
export const AT = 32;
const STOP = 64;
export const LETTERS = LOWER | UPPER;

const KINDS = new Uint8Array(128).fill(STOP);
for (let c = 97; c <= 122; c++) KINDS[c] = LOWER;
for (let c = 65; c <= 90; c++) KINDS[c] = UPPER;
for (let c = 48; c <= 57; c++) KINDS[c] = DIGIT;
for (const c of '._$/#-~+\\') KINDS[c.charCodeAt(0)] = SIGN;
KINDS[58] = COLON;
KINDS[64] = AT;

/** A head has no longer words. */
const LONGEST = 160;

/** The word that was read last: from `start` to `end`, its kinds, and its first colon that is followed by more (-1 = none). */
export interface Word {
  start: number;
  end: number;
  kinds: number;
  colon: number;
}

/** Reads the word at `at`: up to a blank, a bracket, a quote, a comma, a bar, an equals sign, or a colon that ends it. */
export function readWord(word: Word, text: string, at: number): void {
  const limit = Math.min(text.length, at + LONGEST);
  let kinds = 0;
  let colon = -1;
  let p = at;
  for (; p < limit; p++) {
    const c = text.charCodeAt(p);
    const kind = c < 128 ? (KINDS[c] ?? STOP) : LOWER;
    if (kind === STOP) break;
    if (kind === COLON) {
      const next = text.charCodeAt(p + 1);
      if (!(next > 32)) break;
      if (colon < 0) colon = p;
    }
    kinds |= kind;
  }
  word.start = at;
  word.end = p;
  word.kinds = kinds;
  word.colon = colon;
}

/** Whether a capital follows a small letter, as in `BlockManager`. */
export function isCamel(text: string, word: Word): boolean {
  if ((word.kinds & LETTERS) !== LETTERS) return false;
  for (let p = word.start + 1; p < word.end; p++) {
    const c = text.charCodeAt(p);
    const before = text.charCodeAt(p - 1);
    if (c >= 65 && c <= 90 && before >= 97 && before <= 122) return true;
  }
  return false;
}
