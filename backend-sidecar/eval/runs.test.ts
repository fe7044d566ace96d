import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { evaluateDemo } from './demo-days.ts';
import { seriesSection, sessionsSection } from './detection.ts';
import { evaluateMemory } from './memory.ts';
import { renderSection } from './section.ts';
import { evaluateThroughput } from './throughput.ts';

const nowhere = join(tmpdir(), 'presage-no-such-folder');

describe('sections without data', () => {
  test.each([sessionsSection(nowhere), seriesSection(nowhere)])(
    '$title: told, and no figure printed',
    (section) => {
      expect(section.tables).toEqual([]);
      expect(renderSection(section)).toContain('Not yet measured');
    },
  );
});

test('memory is told for as many templates as were made', () => {
  const [known, , bytes] = evaluateMemory(2000, 4).tables[0]?.rows[0] ?? [];
  expect(known).toBe('2,000');
  expect(Number(bytes?.replaceAll(',', ''))).toBeGreaterThan(0);
});

test('throughput is measured on the lines of the demo where there are no sets', () => {
  const rows = evaluateThroughput(nowhere, 2000).tables[0]?.rows ?? [];
  expect(rows.map(([name]) => name)).toEqual(['lines of the demo']);
});

test('every fault of the demo has its row, with the seconds to its first sign', () => {
  const [, faults] = evaluateDemo(0.01).tables;
  expect(faults?.rows.length).toBeGreaterThan(3);
  for (const [, byClass] of faults?.rows ?? []) expect(Number(byClass)).toBeLessThan(60);
});
