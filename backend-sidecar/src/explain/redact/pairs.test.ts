import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pairs, placesOf } from './pairs.ts';

test('a word that is in the text is never ruled out', () => {
  const pairs = new Pairs();
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, word, behind) => {
      pairs.read(before + word + behind);
      expect(pairs.mayHold(placesOf(word))).toBe(true);
    }),
  );
});

test('a word of another text is ruled out', () => {
  const pairs = new Pairs();
  pairs.read('password');
  pairs.read('order paid');
  expect(pairs.mayHold(placesOf('password'))).toBe(false);
});
