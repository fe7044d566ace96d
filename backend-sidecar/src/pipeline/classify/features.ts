import { CATEGORY_WORDS } from './category-words.ts';
import { TROUBLES, troublesOf, type Wording, wordingOf, WORDINGS } from './wording.ts';
import { wordList, type Words } from './words.ts';

/** Rows of the model's weights: the first for what is counted by name, the others for hashed words. */
export const BUCKETS = 4096;
const NAMED = 64;
/** Words read; a template has 64 tokens at most, camelCase may make more words of them. */
const MOST_WORDS = 80;
/** Letters of a word that stand for its relatives: `reject`, `rejected`, `rejection`. */
const STEM = 5;
const FNV_START = 0x811c9dc5;
const FNV_FACTOR = 0x01000193;

/** What the model sees of a template: rows that count whole, and rows that share one unit of length. */
export interface Features {
  readonly named: readonly number[];
  readonly hashed: readonly number[];
}

/** The wording is the first named feature. */
export function wordingIn({ named }: Features): Wording {
  return WORDINGS[named[0] ?? -1] ?? 'none';
}

/** `text` is the template as written, without harmless mentions of trouble, and `words` are its words. */
export function featuresOf(text: string, words: Words): Features {
  return { named: [...lexiconFeatures(words), ...shapeFeatures(text, words)], hashed: hashedWords(words) };
}

/** Rows of the words that are known beforehand: what they say of trouble and of a category. */
function lexiconFeatures(words: Words): number[] {
  const troubles = troublesOf(words);
  const rows = [WORDINGS.indexOf(wordingOf(troubles))];
  TROUBLES.forEach((kind, i) => {
    if (troubles.has(kind)) rows.push(WORDINGS.length + i);
  });
  const list = [...wordList(words)];
  const first = WORDINGS.length + TROUBLES.length;
  CATEGORY_WORDS.forEach(([, known], i) => {
    const count = list.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0);
    if (count > 0) rows.push(first + 2 * i);
    if (count > 1) rows.push(first + 2 * i + 1);
  });
  return rows;
}

/** Rows of how the template is written; the last of NAMED, by fixed place. Row 63 is always there: the bias. */
function shapeFeatures(text: string, { plain, split }: Words): number[] {
  const count = plain.trim().split(' ').length;
  const shapes = [
    true,
    count <= 3,
    count > 12,
    plain.length !== split.length,
    /^[a-z]+[A-Z]\w*(?:\(|:| |$)/.test(text),
    text.includes('='),
    text.includes('('),
    text.includes('{'),
    /[.!]$/.test(text),
    /^[A-Z][a-z]+ [a-z]+ [a-z]/.test(text),
    /\b[A-Z]{4,}\b/.test(text),
    /(?:Exception|Error)\b/.test(text),
    text.includes('"'),
    text.includes('.....'),
    /: /.test(text),
    /[=:]\s?(?:true|false|<\*>)/.test(text),
  ];
  return shapes.flatMap((isSo, i) => (isSo ? [NAMED - 1 - i] : []));
}

/** Rows of words, of their stems and of pairs of neighbours. A word with a digit is a variable. */
function hashedWords({ split }: Words): number[] {
  const rows = new Set<number>();
  let before = '';
  for (const word of split.trim().split(' ', MOST_WORDS)) {
    if (word === '*' || word === '' || /\d/.test(word)) {
      before = '*';
      continue;
    }
    rows.add(rowOf(word));
    if (word.length > STEM) rows.add(rowOf(`${word.slice(0, STEM)}~`));
    if (before !== '') rows.add(rowOf(`${before} ${word}`));
    before = word;
  }
  return [...rows];
}

/** FNV-1a. */
function rowOf(text: string): number {
  let hash = FNV_START;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_FACTOR);
  hash ^= hash >>> 15;
  return NAMED + ((hash >>> 0) % (BUCKETS - NAMED));
}
