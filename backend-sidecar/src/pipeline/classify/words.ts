/** A text's words, ready to look phrases up: lower case, single spaces, one at each end; as written and with camelCase split. */
export interface Words {
  readonly plain: string;
  readonly split: string;
}

/** Characters of a template that are read: more says nothing more about its kind, and bounds the work. */
export const TEXT_LIMIT = 4096;
/** Stands for `<*>`, so that no phrase reaches across a variable. */
const VARIABLE = '*';

export function wordsOf(text: string): Words {
  return { plain: normalised(text), split: normalised(camelSplit(text)) };
}

/** A phrase in the form in which Words are searched. */
export function phraseOf(text: string): string {
  return normalised(text);
}

export function hasPhrase(words: Words, phrase: string): boolean {
  return words.plain.includes(phrase) || words.split.includes(phrase);
}

export function wordList({ plain, split }: Words): ReadonlySet<string> {
  return new Set([...plain.split(' '), ...split.split(' ')]);
}

function camelSplit(text: string): string {
  return text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
}

function normalised(text: string): string {
  const words = text
    .replaceAll('*', ' ')
    .replace(/< >/g, ` ${VARIABLE} `)
    .replaceAll('%', ' % ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%*]+/gu, ' ')
    .trim();
  return ` ${words} `;
}
