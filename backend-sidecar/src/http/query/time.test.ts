import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseTime } from './time.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');

describe('parseTime', () => {
  test.each([
    ['2026-03-01T12:00:00Z', NOON],
    ['2026-03-01T12:00:00.123999999Z', NOON + 123],
    ['2026-03-01T13:00:00.5+01:00', NOON + 500],
    ['1772366400', NOON],
    ['1772366400.25', NOON + 250],
    ['1772366400123', NOON + 123],
    ['1772366400123999', NOON + 123],
    ['1772366400123999999', NOON + 123],
    ['0', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseTime('from', text)).toBe(ms);
  });

  test.each([
    '',
    'now',
    '-1',
    '1e3',
    '2026-03-01',
    '2026-13-01T00:00:00Z',
    '2026-03-01T12:00:00',
    '1'.repeat(40),
  ])('refuses %j', (text) => {
    expect(() => parseTime('from', text)).toThrow(/^from is /);
  });

  test('reads the same moment alike in all four units', () => {
    const moments = fc.integer({ min: 100_000_001, max: 99_999_999_999 });
    fc.assert(
      fc.property(moments, (seconds) => {
        const ms = seconds * 1000;
        if (seconds * 1000 < 1e11) return;
        expect(parseTime('to', String(seconds))).toBe(ms);
        expect(parseTime('to', String(ms))).toBe(ms);
        expect(parseTime('to', `${ms}000`)).toBe(ms);
        if (`${ms}000000`.length <= 19) expect(parseTime('to', `${ms}000000`)).toBe(ms);
      }),
    );
  });
});
