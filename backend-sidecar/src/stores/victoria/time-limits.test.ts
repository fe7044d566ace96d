import { describe, expect, test } from '@jest/globals';
import { isWithin, limitsOf, retentionMs } from './time-limits.ts';
import { rowsBatch } from './victoria.fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('The times that VictoriaLogs takes', () => {
  test.each([
    ['7d', 7 * DAY],
    ['1w2d', 9 * DAY],
    ['90m', 1.5 * HOUR],
    ['1m0s', 60_000],
    ['1y', 365 * DAY],
    ['2', 62 * DAY],
    ['soon', undefined],
    ['', undefined],
  ])('are read from its flags: %j', (text, ms) => {
    expect(retentionMs(text)).toBe(ms);
  });

  test('begin with the shorter of retention and backfill, and end a day ahead at least', () => {
    expect(limitsOf(new Map())).toEqual({ pastMs: 7 * DAY, futureMs: 2 * DAY });
    const flags = new Map([
      ['retentionPeriod', '30d'],
      ['maxBackfillAge', '1d'],
      ['futureRetention', '1h'],
    ]);
    expect(limitsOf(flags)).toEqual({ pastMs: DAY, futureMs: DAY });
  });

  test('are judged by the least and greatest time of a batch alone', async () => {
    const limits = { pastMs: 7 * DAY, futureMs: 2 * DAY };
    const nowMs = Date.UTC(2026, 0, 10, 12);
    const at = (timeMs: number): Promise<boolean> =>
      rowsBatch(timeMs, 3).then((batch) => isWithin(batch, limits, nowMs));
    expect(await at(nowMs)).toBe(true);
    expect(await at(nowMs - 7 * DAY)).toBe(true);
    expect(await at(nowMs - 7 * DAY - 1)).toBe(false);
    expect(await at(Date.UTC(2026, 0, 12, 23))).toBe(true);
    expect(await at(Date.UTC(2026, 0, 13))).toBe(false);
  });
});
