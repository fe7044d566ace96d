import type { Signature } from '../../../knowledge/signature.ts';
import { hasPhrase, phraseOf, wordList, type Words } from './words.ts';

/** A signature with its phrases in the form in which Words are searched. */
export interface Pattern {
  readonly signature: Signature;
  readonly all: readonly string[];
  readonly any: readonly (readonly string[])[];
  readonly not: readonly string[];
}

/** Finds the signatures whose phrases a text has, by their rarest words. */
export interface SignatureIndex {
  /** In the order of the table, so that of equals the first in it decides. */
  find(words: Words): readonly Pattern[];
}

export function createSignatureIndex(signatures: readonly Signature[]): SignatureIndex {
  const patterns = signatures.map(patternOf);
  const frequency = countWords(patterns);
  const wordless = patterns.filter(({ all, any }) => all.length + any.length === 0);
  const byWord = Map.groupBy(
    patterns.flatMap((pattern) => keysOf(pattern, frequency).map((word) => ({ word, pattern }))),
    ({ word }) => word,
  );
  return {
    find(words) {
      const found = new Set(wordless);
      for (const word of wordList(words)) {
        for (const { pattern } of byWord.get(word) ?? [])
          if (matchesWords(pattern, words)) found.add(pattern);
      }
      return found.size === 0 ? [] : patterns.filter((pattern) => found.has(pattern));
    },
  };
}

/** Whether the text has what the signature asks for, exclusions aside: a zero count may yet take those out of the text. */
function matchesWords({ all, any }: Pattern, words: Words): boolean {
  return (
    all.every((phrase) => hasPhrase(words, phrase)) &&
    any.every((group) => group.some((phrase) => hasPhrase(words, phrase)))
  );
}

export function matches(pattern: Pattern, words: Words): boolean {
  return matchesWords(pattern, words) && !pattern.not.some((phrase) => hasPhrase(words, phrase));
}

function patternOf(signature: Signature): Pattern {
  const { all = [], any = [], not = [] } = signature.match;
  if (all.length + any.length === 0 && signature.match.regex === undefined)
    throw new Error(`Signature ${signature.id} asks for no word.`);
  return {
    signature,
    all: all.map(phraseOf),
    any: any.map((group) => group.map(phraseOf)),
    not: not.map(phraseOf),
  };
}

/** The words under which a pattern is looked for: the rarest of a phrase it must have, or one of each alternative. */
function keysOf({ all, any }: Pattern, frequency: ReadonlyMap<string, number>): readonly string[] {
  if (all.length + any.length === 0) return [];
  const rarest = (phrase: string): string =>
    phrase
      .trim()
      .split(' ')
      .reduce((a, b) => ((frequency.get(b) ?? 0) < (frequency.get(a) ?? 0) ? b : a));
  const [phrase] = [...all].sort((a, b) => (frequency.get(rarest(a)) ?? 0) - (frequency.get(rarest(b)) ?? 0));
  if (phrase !== undefined) return [rarest(phrase)];
  const smallest = any.reduce((a, b) => (b.length < a.length ? b : a));
  return [...new Set(smallest.map(rarest))];
}

function countWords(patterns: readonly Pattern[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { all, any } of patterns)
    for (const word of [...all, ...any.flat()].flatMap((phrase) => phrase.trim().split(' ')))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
