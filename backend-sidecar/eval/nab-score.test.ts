import { describe, expect, test } from '@jest/globals';
import { nabScore, type LabelledSeries } from './nab-score.ts';

const series: LabelledSeries = {
  points: Array.from({ length: 1000 }, (_, i) => ({ timeMs: i, value: 0 })),
  windows: [
    [400, 449],
    [700, 749],
  ],
};

function scoreOf(...told: readonly number[]): number {
  return nabScore([series], [series.points.map((_, i) => (told.includes(i) ? 2 : 0))]).fixed;
}

describe('the benchmark score', () => {
  test('of silence is 0, of every window at its first point and nothing else 100', () => {
    expect(scoreOf()).toBe(0);
    expect(scoreOf(400, 700)).toBeCloseTo(100);
  });

  test('counts an early detection more than a late one, and only the earliest of a window', () => {
    expect(scoreOf(400, 740)).toBeLessThan(scoreOf(400, 710));
    expect(scoreOf(400, 700, 730)).toBe(scoreOf(400, 700));
  });

  test('charges false detections more the farther they are behind a window', () => {
    expect(scoreOf(400, 455, 700)).toBeGreaterThan(scoreOf(400, 600, 700));
    expect(scoreOf(400, 600, 700)).toBeCloseTo(100 - (100 * 0.11) / 4, 1);
  });

  test('does not count the first part of a series', () => {
    expect(scoreOf(10, 400, 700)).toBe(scoreOf(400, 700));
  });

  test('takes the best threshold over all series together', () => {
    const scores = series.points.map((_, i) => (i === 400 || i === 700 ? 0.8 : i === 300 ? 0.5 : 0));
    const { fixed, best } = nabScore([series], [scores]);
    expect(fixed).toBe(0);
    expect(best).toBeCloseTo(100);
  });
});
