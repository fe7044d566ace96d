const NAMES = new Intl.DisplayNames('en', { type: 'language' });

/** A BCP 47 tag in English words: `de-AT` → `Austrian German`. Undefined for none, and for what is no tag. */
export function inWords(tag: string | undefined): string | undefined {
  if (tag === undefined || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined;
  try {
    return NAMES.of(tag);
  } catch {
    return undefined;
  }
}
