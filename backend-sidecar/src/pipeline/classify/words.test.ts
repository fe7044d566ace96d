import { describe, expect, test } from '@jest/globals';
import { hasPhrase, phraseOf, wordsOf } from './words.ts';

const has = (text: string, phrase: string): boolean => hasPhrase(wordsOf(text), phraseOf(phrase));

describe('phrases', () => {
  test('are found in any case, across punctuation and camelCase', () => {
    expect(has('java.lang.OutOfMemoryError: heap', 'out of memory')).toBe(true);
    expect(has('OOMKilled', 'oom killed')).toBe(true);
    expect(has('OOMKILLED', 'oomkilled')).toBe(true);
    expect(has('Out-of-memory: killed', 'out of memory killed')).toBe(true);
    expect(has('DISK FULL', 'disk full')).toBe(true);
  });

  test('are found as whole words only, at either end too', () => {
    expect(has('terrorist', 'error')).toBe(false);
    expect(has('error', 'error')).toBe(true);
    expect(has('errors', 'error')).toBe(false);
  });

  test('do not reach across a variable', () => {
    expect(has('disk <*> full', 'disk full')).toBe(false);
    expect(has('disk <*> full', 'disk <*> full')).toBe(true);
  });
});
