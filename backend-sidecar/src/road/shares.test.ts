import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Shares } from './shares.ts';

describe('a stock shared fairly', () => {
  test('one greedy holder leaves room for a newcomer', () => {
    const shares = new Shares(300);
    while (shares.take('greedy', 10)) continue;
    expect(shares.held()).toBe(150);
    expect(shares.take('newcomer', 90)).toBe(true);
  });

  test('two greedy holders leave a third for a third one', () => {
    const shares = new Shares(300);
    for (let i = 0; i < 100; i++) {
      shares.take('a', 5);
      shares.take('b', 5);
    }
    expect(shares.take('c', 50)).toBe(true);
  });

  test('a single request larger than the share is taken when nothing else is held', () => {
    expect(new Shares(10).take('a', 500)).toBe(true);
  });

  test('what is held is the sum of what was taken and not given back, and never over the stock by more than one request', () => {
    const step = fc.record({
      holder: fc.constantFrom('a', 'b', 'c'),
      bytes: fc.integer({ min: 1, max: 40 }),
      gives: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const shares = new Shares(100);
        const held: { holder: string; bytes: number }[] = [];
        for (const { holder, bytes, gives } of steps) {
          const given = gives ? held.shift() : undefined;
          if (given) shares.give(given.holder, given.bytes);
          else if (shares.take(holder, bytes)) held.push({ holder, bytes });
          expect(shares.held()).toBe(held.reduce((sum, one) => sum + one.bytes, 0));
          expect(shares.held()).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
