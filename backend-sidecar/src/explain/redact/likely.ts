import { isMixed } from './checks.ts';
import { isPlaceholder } from './placeholder.ts';

/** What may be a secret where only a secret is written. */
export function isSecret(value: string): boolean {
  return !isPlaceholder(value);
}

/** Said in a sentence, where a word may follow as well. */
export function isLikelyPassword(value: string): boolean {
  return isSecret(value) && value.length >= 6 && (isMixed(value) || /^\d+$/.test(value));
}

/** `authorization: denied` tells of one. */
export function isNoWord(value: string): boolean {
  return isSecret(value) && !/^[a-z]{2,16}$/.test(value);
}

export function isLikelySecret(value: string): boolean {
  return isSecret(value) && value.length >= 8 && isMixed(value);
}
