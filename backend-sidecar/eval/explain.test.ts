import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { casesIn, scoreCase } from './explain.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

describe.each(files)('the cases of %s', (file) => {
  const scores = casesIn(join(folder, file)).map(scoreCase);
  const sum = (key: 'met' | 'of'): number => scores.reduce((total, score) => total + score[key], 0);

  test('hold in more than nine of ten expectations', () => {
    expect(scores.length).toBeGreaterThanOrEqual(16);
    expect(sum('met') / sum('of')).toBeGreaterThan(0.95);
  });

  test('have ids of their own', () => {
    expect(new Set(scores.map(({ id }) => id)).size).toBe(scores.length);
  });
});
