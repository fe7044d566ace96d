import { ENOUGH } from './groups.ts';
import { isMeaningful } from './words.ts';
import { type LineTokens, VARIABLE, WORD } from './line-tokens.ts';

const MAX_POSITIONS = 32;

/**
 * How many different words make a position variable: 2 with special characters, 3 with capitals, 5 plain; twice as many for
 * the first word and for templates of two words, four times for the first of two or three. Measured on public sets.
 */
const SPECIAL = ENOUGH / 2;
const CAPITALS = ENOUGH / 3;
const PLAIN_WORD = ENOUGH / 5;
/** A position that was already seen with a number in it. */
const MASKED = (ENOUGH * 3) / 5;
/** A piece with a number in it, where others have but a number: one of each is enough. */
const PIECE = (ENOUGH * 2) / 5;

export interface Positions {
  readonly keys: number[];
  readonly weights: number[];
  /** Index of the token that each key makes variable; -1 = none. */
  readonly tokens: number[];
  readonly variables: number;
}

/** The groups that a new signature enters. A template of a single word has none: a lone `<*>` says nothing. */
export function positionsOf(tokens: LineTokens, content: string): Positions {
  const positions: Positions = { keys: [], weights: [], tokens: [], variables: count(tokens, VARIABLE) };
  const words = count(tokens, WORD);
  if (positions.variables > 0) add(positions, tokens.signature(), MASKED, -1);
  if (words < 2) return positions;
  let seen = 0;
  for (let i = 0; i < tokens.count && seen < MAX_POSITIONS; i++) {
    if (tokens.kind[i] !== WORD) continue;
    seen++;
    const word = tokens.wordAt(content, i);
    const pieceEnd = tokens.pieceEnd(i);
    if (pieceEnd > i && !isMeaningful(word))
      add(positions, tokens.signatureWithoutPiece(i, pieceEnd), PIECE, -1);
    if (tokens.isKey(i) || isMeaningful(word)) continue;
    const weight = weightOf(word) / reluctance(seen === 1, words);
    add(positions, tokens.signatureWithout(i), weight, i);
  }
  return positions;
}

function add(positions: Positions, key: number, weight: number, token: number): void {
  positions.keys.push(key);
  positions.weights.push(weight);
  positions.tokens.push(token);
}

/** The first word, and each of few, is what a template is about. */
function reluctance(isFirst: boolean, words: number): number {
  if (isFirst && words <= 3) return 4;
  return isFirst || words === 2 ? 2 : 1;
}

function weightOf(word: string): number {
  if (/[^A-Za-z]/.test(word)) return SPECIAL;
  return /[A-Z]/.test(word) ? CAPITALS : PLAIN_WORD;
}

function count(tokens: LineTokens, kind: number): number {
  let sum = 0;
  for (let i = 0; i < tokens.count; i++) if (tokens.kind[i] === kind) sum++;
  return sum;
}
