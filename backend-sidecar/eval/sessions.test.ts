import { describe, expect, test } from '@jest/globals';
import { figures, learnt } from './sessions.ts';

describe('the figures of sessions', () => {
  test('weigh false alarms as given', () => {
    expect(figures(90, 100, 10)).toEqual({ recall: 0.9, precision: 0.9, f1: expect.closeTo(0.9) as unknown });
    expect(figures(0, 100, 0)).toEqual({ recall: 0, precision: 0, f1: 0 });
  });

  test('come from shapes learnt of normal sessions alone', () => {
    const shapes = learnt(Array.from({ length: 200 }, () => new Map([[1, 2]])));
    expect(shapes.score(new Map([[1, 2]]))).toBe(0);
    expect(shapes.score(new Map([[3, 1]]))).toBeGreaterThan(1);
  });
});
