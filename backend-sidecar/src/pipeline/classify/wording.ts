import { LEXICON } from './lexicon.ts';
import { hasPhrase, wordList, type Words } from './words.ts';

/** What the words alone say: something is broken, did not work, may stop working, or nothing of the kind. */
export type Wording = 'grave' | 'fault' | 'caution' | 'none';

export function wordingOf(words: Words): Wording {
  const list = [...wordList(words)];
  const says = (kind: keyof typeof LEXICON): boolean =>
    list.some((word) => LEXICON[kind].single.has(word)) ||
    LEXICON[kind].several.some((phrase) => hasPhrase(words, phrase));
  if (says('grave')) return 'grave';
  const isFault = says('fault');
  if (!isFault && !says('caution')) return 'none';
  if (says('soothing')) return 'none';
  return isFault && !says('softening') ? 'fault' : 'caution';
}
