import { describe, expect, test } from '@jest/globals';
import { compositionsIn } from './composition.ts';
import { wordsOf } from './words.ts';

const found = (text: string): readonly string[] => [...compositionsIn(wordsOf(text))];

describe('words that say together what neither says alone', () => {
  test.each([
    ['no free leases on network a', 'denied'],
    ['zone a is not authoritative', 'denied'],
    ["the device doesn't respond", 'denied'],
    ['inlet is above its warning limit', 'beyond'],
    ['run took longer than usual', 'beyond'],
    ['please mount volume a', 'advice'],
  ])('`%s` has something %s', (text, kind) => {
    expect(found(text)).toContain(kind);
  });

  test.each([
    'lease found',
    'no updates',
    'limit is <*>',
    'above all',
    'not a sign of anything that was valid',
  ])('`%s` has none', (text) => {
    expect(found(text)).toEqual([]);
  });
});
