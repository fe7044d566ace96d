import { describe, expect, test } from '@jest/globals';
import { bootstrap, mean } from './bootstrap.ts';
import { classFigures } from './class-figures.ts';
import { groupingFigures } from './grouping.ts';
import { fitSoftmax } from './softmax.ts';

describe('figures of groups', () => {
  test('a grouping equal to the truth scores 1, whatever its names', () => {
    const figures = groupingFigures(['x', 'x', 'y'], ['a', 'a', 'b']);
    expect(figures).toMatchObject({ ga: 1, fga: 1, purity: 1, predictedGroups: 2, trueGroups: 2 });
  });

  test('a true group that is split counts for none of its lines', () => {
    const figures = groupingFigures(['x', 'y', 'z', 'z'], ['a', 'a', 'b', 'b']);
    expect(figures).toMatchObject({ ga: 0.5, purity: 1, splitGroups: 1, joinedGroups: 0 });
    expect(figures.fga).toBeCloseTo((2 * 1) / (3 + 2));
  });

  test('a group of two truths is wrong for all its lines, and impure by the rarer ones', () => {
    expect(groupingFigures(['x', 'x', 'x', 'y'], ['a', 'a', 'b', 'c'])).toMatchObject({
      ga: 0.25,
      purity: 0.75,
      splitGroups: 0,
      joinedGroups: 1,
    });
  });
});

describe('figures of classes', () => {
  test('needs action joins incident and preventive action against normal', () => {
    const figures = classFigures([
      { said: 'incident', truth: 'preventive_action' },
      { said: 'incident', truth: 'normal' },
      { said: 'normal', truth: 'incident' },
      { said: 'normal', truth: 'normal' },
    ]);
    expect(figures).toMatchObject({ precision: 0.5, recall: 0.5 });
    expect(figures.macroF1).toBeCloseTo((0 + 0 + 0.5) / 3);
  });

  test('no lines score 0, not NaN', () => {
    expect(classFigures([])).toEqual({ macroF1: 0, precision: 0, recall: 0 });
  });
});

describe('bootstrap', () => {
  test('the interval holds the figure and is the same every time', () => {
    const values = [0.1, 0.4, 0.5, 0.9];
    const { low, high } = bootstrap(values, mean);
    expect(low).toBeLessThan(mean(values));
    expect(high).toBeGreaterThan(mean(values));
    expect(bootstrap(values, mean)).toEqual({ low, high });
  });

  test('one group alone has no interval', () => {
    expect(bootstrap([1], mean)).toEqual({ low: NaN, high: NaN });
  });
});

test('a fitted softmax tells labels apart by their words, also among unknown ones', () => {
  const predict = fitSoftmax([
    { features: ['disk', 'full'], label: 'storage' },
    { features: ['disk', 'slow'], label: 'storage' },
    { features: ['login', 'denied'], label: 'security' },
  ]);
  expect(predict(['disk', 'melted'])).toBe('storage');
  expect(predict(['login', 'melted'])).toBe('security');
});
