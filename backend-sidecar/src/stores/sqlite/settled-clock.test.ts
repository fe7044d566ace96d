import { expect, test } from '@jest/globals';
import { SettledClock } from './settled-clock.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21);

test('a clock is believed after an hour, and again an hour after a leap ahead', () => {
  const clock = new SettledClock();
  const timeAt = (monotonicMs: number, aheadMs = 0): number | undefined =>
    clock.timeOf(NOW + monotonicMs + aheadMs, monotonicMs);
  expect(timeAt(5)).toBeUndefined();
  expect(timeAt(0.9 * HOUR)).toBeUndefined();
  expect(timeAt(HOUR + 5)).toBe(NOW + HOUR + 5);
  expect(timeAt(2 * HOUR, 30 * 24 * HOUR)).toBeUndefined();
  expect(timeAt(2.5 * HOUR, 30 * 24 * HOUR)).toBeUndefined();
  expect(timeAt(2.6 * HOUR)).toBeUndefined();
  expect(timeAt(3 * HOUR)).toBe(NOW + 3 * HOUR);
});

test('a clock that stays ahead is believed in the end, and one that is put back at once', () => {
  const clock = new SettledClock();
  clock.timeOf(NOW, 0);
  expect(clock.timeOf(NOW + 2 * HOUR, HOUR)).toBeUndefined();
  expect(clock.timeOf(NOW + 3 * HOUR, 2 * HOUR)).toBe(NOW + 3 * HOUR);
  expect(clock.timeOf(NOW, 2.1 * HOUR)).toBe(NOW);
});
