import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { detectSeries, type Point } from './detect-series.ts';

const STEP = 300_000;
const DAY = 288;
const START = Date.UTC(2026, 0, 5);

/** A day's wave with a little noise that repeats only after long. */
function wave(i: number): number {
  return 50 + 30 * Math.sin((2 * Math.PI * i) / DAY) + ((i * 7919) % 101) / 50;
}

function series(length: number, value: (i: number) => number): Point[] {
  return Array.from({ length }, (_, i) => ({ timeMs: START + i * STEP, value: value(i) }));
}

function told(points: readonly Point[]): number[] {
  return detectSeries(points).flatMap(({ score }, i) => (score > 1 ? [i] : []));
}

describe('a series', () => {
  test('that repeats day by day is never anomalous once two days were seen', () => {
    expect(told(series(14 * DAY, wave)).filter((i) => i > 2 * DAY)).toEqual([]);
  });

  test('that does not change is never anomalous', () => {
    expect(told(series(5 * DAY, () => 7))).toEqual([]);
  });

  test('that rises to where it never was is anomalous within the hour', () => {
    const from = 8 * DAY + 40;
    const found = told(series(10 * DAY, (i) => (i < from ? wave(i) : wave(i) + 60))).filter(
      (i) => i > 2 * DAY,
    );
    expect(found[0]).toBeGreaterThanOrEqual(from);
    expect(found[0]).toBeLessThan(from + 12);
  });

  test('that misses its daily peak is anomalous although each value is usual', () => {
    const flat = (i: number): number => (i > 9 * DAY && i < 9 * DAY + 150 ? wave(0) : wave(i));
    expect(told(series(11 * DAY, flat)).some((i) => i > 9 * DAY && i < 9 * DAY + 150)).toBe(true);
  });

  test('tells one anomaly once', () => {
    const from = 8 * DAY;
    const found = told(series(from + 150, (i) => (i < from ? wave(i) : 500 + i))).filter((i) => i >= from);
    expect(found).toHaveLength(1);
  });

  test('gets scores of 0 while it is being learnt, and for what is no number', () => {
    const points = series(400, (i) => (i === 390 ? NaN : i < 50 ? 1 : 1000 * i));
    const scores = detectSeries(points).map(({ score }) => score);
    expect(Math.max(...scores.slice(0, 150))).toBe(0);
    expect(scores[390]).toBe(0);
  });

  test('is scored by its past alone', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 2,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.nat(400), (list, cut) => {
        const points = series(list.length, (i) => list[i] ?? 0);
        const part = points.slice(0, Math.max(2, cut));
        expect(detectSeries(part)).toEqual(detectSeries(points).slice(0, part.length));
      }),
      { numRuns: 50 },
    );
  });

  test('of any numbers and times gets finite scores of 0 or more and bounds in order', () => {
    const point = fc.record({
      timeMs: fc.oneof(fc.nat(), fc.constantFrom(NaN, Infinity)),
      value: fc.double(),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 300 }), (points) => {
        for (const { score, lower, upper } of detectSeries(points)) {
          expect(Number.isFinite(score) && score >= 0).toBe(true);
          expect(lower > upper).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});
