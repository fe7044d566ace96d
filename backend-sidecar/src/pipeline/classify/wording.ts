import { LEXICON } from './lexicon.ts';
import { hasPhrase, wordList, type Words } from './words.ts';

/** What the words alone say: something is broken, did not work, may stop working, or nothing of the kind. */
export const WORDINGS = ['grave', 'fault', 'caution', 'none'] as const;
export type Wording = (typeof WORDINGS)[number];

/** Kinds of words that the lexicon tells apart. */
export const TROUBLES = ['grave', 'fault', 'caution', 'softening', 'soothing', 'coping'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Phrases of several words by their first, so that only those are looked for that may be there. */
const PHRASES = Map.groupBy(
  TROUBLES.flatMap((kind) => LEXICON[kind].several.map((phrase) => ({ kind, phrase }))),
  ({ phrase }) => phrase.slice(1, phrase.indexOf(' ', 1)),
);

/** The kinds of words that are there. */
export function troublesOf(words: Words): ReadonlySet<Trouble> {
  const found = new Set<Trouble>();
  for (const word of wordList(words)) {
    for (const kind of TROUBLES) if (LEXICON[kind].single.has(word)) found.add(kind);
    for (const { kind, phrase } of PHRASES.get(word) ?? [])
      if (!found.has(kind) && hasPhrase(words, phrase)) found.add(kind);
  }
  return found;
}

export function wordingOf(troubles: ReadonlySet<Trouble>): Wording {
  if (troubles.has('grave')) return 'grave';
  const isFault = troubles.has('fault');
  if (!isFault && !troubles.has('caution')) return 'none';
  if (troubles.has('soothing')) return 'none';
  return isFault && !troubles.has('softening') && !troubles.has('coping') ? 'fault' : 'caution';
}
