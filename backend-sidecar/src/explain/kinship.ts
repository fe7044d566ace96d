import type { Line } from './line.ts';

/** How much two lines speak of the same thing. */
export interface Kinship {
  /** Of the uncommon words that both have: a word 1, an id 2. */
  weight(a: Line, b: Line): number;
  /** That, and 3 for each that names the other's service. */
  between(a: Line, b: Line): number;
  /** The uncommon words that both have, ids first. */
  shared(a: Line, b: Line): readonly string[];
}

const LONGEST = 4096;
/** Words that most lines about trouble have: sharing them says nothing. */
const EMPTY_WORDS = new Set(
  (
    'error errors failed failure fail failing warn warning info debug level severity time timestamp message msg caller logger ' +
    'from with into after before this that have been will would could cannot should while when than then line lines code ' +
    'status request requests response result reason client server service host http https internal example process null ' +
    'true false none default using used main exited name type user root path file number value total count started ' +
    'starting connection timeout timed unable could java lang thread exception invalid missing warn'
  ).split(' '),
);

/** Reads each line once; a word is uncommon when at most a third of the lines, or three, have it. */
export function createKinship(lines: readonly Line[]): Kinship {
  const words = new Map(lines.map((line) => [line, wordsOf(line.message)]));
  const frequency = new Map<string, number>();
  for (const set of words.values())
    for (const word of set) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const most = Math.max(4, lines.length / 3);
  const names = new Map(
    [...new Set(lines.map(({ service }) => service))].map((name) => [name, wordsOf(name)]),
  );
  const shared = (a: Line, b: Line): readonly string[] => {
    const [mine, theirs] = [words.get(a) ?? wordsOf(a.message), words.get(b) ?? wordsOf(b.message)];
    const own = names.get(b.service);
    return [...theirs].filter(
      (word) => mine.has(word) && own?.has(word) !== true && (frequency.get(word) ?? 0) <= most,
    );
  };
  const weight = (a: Line, b: Line): number =>
    shared(a, b).reduce((sum, word) => sum + (isId(word) ? 2 : 1), 0);
  return {
    shared,
    weight,
    between(a, b) {
      const names = Number(mentions(a, b.service)) + Number(mentions(b, a.service));
      return (a.service === b.service ? 0 : 3 * names) + weight(a, b);
    },
  };
}

/** Where a word begins: `cart` is named by `cartdb`, `api` not by `capital`. */
export function mentions(line: Line, service: string): boolean {
  if (service.length < 3) return false;
  const [text, name] = [loweredOf(line), service.toLowerCase()];
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1))
    if (!isLetter(text[at - 1])) return true;
  return false;
}

/** Of each line once: every line is compared with the explained one several times. */
const lowered = new WeakMap<Line, string>();

function loweredOf(line: Line): string {
  let text = lowered.get(line);
  if (text === undefined) lowered.set(line, (text = line.message.slice(0, LONGEST).toLowerCase()));
  return text;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character);
}

function isId(word: string): boolean {
  return /\d/.test(word);
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  const spaced = text.slice(0, LONGEST).replace(/([a-z\d])([A-Z])/g, '$1 $2');
  for (const [word] of spaced.toLowerCase().matchAll(/[\p{L}\p{N}_]+(?:[.:-][\p{L}\p{N}_]+)*/gu)) {
    add(words, word);
    if (word.includes(':')) word.split(':').forEach((part) => add(words, part));
    if (/[.:_-]/.test(word)) word.split(/[.:_-]/).forEach((part) => add(words, part));
  }
  for (const [, key = '', value = ''] of text.slice(0, LONGEST).matchAll(PAIR)) {
    if (!MEASURES.test(key)) words.add(`${key}=${value}`.toLowerCase());
  }
  return words;
}

/** `batch=82`: a short value means something together with its name. */
const PAIR = /(?<!\w)([A-Za-z_]\w+)[=:] ?"?([\w.-]*\d[\w.-]*)/g;
const MEASURES =
  /^(attempt|try|retry|status|code|took|ms|dur\w*|elapsed|count|size|bytes|line|level|version|release|build|env|items|time|ts|max|port|v|rt|rows|total)$/i;

function add(words: Set<string>, word: string): void {
  if (word.length < 4 || EMPTY_WORDS.has(word)) return;
  if (/^[\d.:tz-]+$/.test(word) && (word.length < 5 || /\d\d:\d\d|^\d{4}-\d\d/.test(word))) return;
  // All lines of a release have its version.
  if (/^v?\d+\.\d+(?:\.\d+)?$/.test(word)) return;
  const stem = stemOf(word);
  if (!EMPTY_WORDS.has(stem)) words.add(stem);
}

/** `invoices` and `invoice`, `registered` and `register` are one word. */
function stemOf(word: string): string {
  if (word.length < 6 || !/^[a-z]+$/.test(word)) return word;
  return word.replace(/(?:(?<=[^s])s|ed)$/, '');
}
