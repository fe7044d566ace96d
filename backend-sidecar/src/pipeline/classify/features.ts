import { CATEGORY_WORDS } from './category-words.ts';
import { COMPOSITIONS, compositionsIn } from './composition.ts';
import { senseRowsOf } from './senses.ts';
import { type Trouble, TROUBLES, troublesOf, type Wording, wordingOf, WORDINGS } from './wording.ts';
import { wordList, type Words } from './words.ts';

/** Numbers of rows that there can be: the first NAMED for what is counted by name, the others for hashed words. */
export const BUCKETS = 65_536;
export const NAMED = 128;
/** Words read; a template has 64 tokens at most, camelCase may make more words of them. */
const MOST_WORDS = 80;
/** Letters of a word that stand for its relatives: `reje`, `reject` of `rejected`, `rejection`. */
const STEMS = [4, 6] as const;
const FNV_START = 0x811c9dc5;
const FNV_FACTOR = 0x01000193;

/** Where the rows of each kind of named feature begin. */
const TROUBLE_ROWS = WORDINGS.length;
const CATEGORY_ROWS = TROUBLE_ROWS + TROUBLES.length;
const COMPOSITION_ROWS = CATEGORY_ROWS + 2 * CATEGORY_WORDS.length;
const FIRST_SENSE = COMPOSITION_ROWS + COMPOSITIONS.length;

/** What the model sees of a template: rows that count whole, and rows that share one unit of length. */
export interface Features {
  readonly named: readonly number[];
  readonly hashed: readonly number[];
}

/** The wording is the first named feature. */
export function wordingIn({ named }: Features): Wording {
  return WORDINGS[named[0] ?? -1] ?? 'none';
}

/** Whether the line has words of the kind: of `coping` when it tells of another try, or of going on without. */
export function hasTrouble({ named }: Features, kind: Trouble): boolean {
  return named.includes(TROUBLE_ROWS + TROUBLES.indexOf(kind));
}

/** `text` is the template as written, without harmless mentions of trouble, and `words` are its words. */
export function featuresOf(text: string, words: Words): Features {
  return { named: [...lexiconFeatures(words), ...shapeFeatures(text, words)], hashed: hashedWords(words) };
}

/** Rows of the words that are known beforehand: what they say of trouble, of a category, and together. */
function lexiconFeatures(words: Words): number[] {
  const troubles = troublesOf(words);
  const composed = compositionsIn(words);
  const list = [...wordList(words)];
  return [
    WORDINGS.indexOf(wordingOf(troubles)),
    ...TROUBLES.flatMap((kind, i) => (troubles.has(kind) ? [TROUBLE_ROWS + i] : [])),
    ...CATEGORY_WORDS.flatMap(([, known], i) => {
      const count = list.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0);
      return [CATEGORY_ROWS + 2 * i, CATEGORY_ROWS + 2 * i + 1].slice(0, Math.min(count, 2));
    }),
    ...COMPOSITIONS.flatMap((kind, i) => (composed.has(kind) ? [COMPOSITION_ROWS + i] : [])),
    ...senseRowsOf(list).map((row) => FIRST_SENSE + row),
  ];
}

/** Rows of how the template is written, by fixed place. The last named row is always there: the bias. */
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
    for (const letters of STEMS) if (word.length >= letters) rows.add(rowOf(`${word.slice(0, letters)}~`));
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
