import { expect, test } from '@jest/globals';
import { LineRate } from './line-rate.ts';

test('a steady stream has its rate, in its first minute and long after', () => {
  const rate = new LineRate();
  const start = 1_234_567;
  for (let second = 0; second <= 30; second++) rate.add(20, start + second * 1000);
  expect(rate.perSecond(start + 30_000)).toBeCloseTo(20, -1);
  for (let second = 31; second <= 500; second++) rate.add(20, start + second * 1000);
  expect(Math.abs(rate.perSecond(start + 500_999) - 20)).toBeLessThan(0.5);
});

test('what ended a minute ago has no rate, and none has none', () => {
  const rate = new LineRate();
  expect(rate.perSecond(99_000)).toBe(0);
  rate.add(600, 1000);
  expect(rate.perSecond(40_000)).toBeCloseTo(600 / 39, 5);
  expect(rate.perSecond(61_500)).toBe(0);
});
