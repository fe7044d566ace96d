import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeadTime } from './head-time.ts';
import { prefixedTimeEnd } from './prefixed-time.ts';
import { TimeReader } from './time.ts';

const REFERENCE = Date.UTC(2026, 6, 15, 12);

/** The time of a field value as RFC 3339 with nanoseconds. */
function valueOf(text: string, zoneMinutes = 0): string | undefined {
  const reader = new TimeReader(zoneMinutes);
  return reader.readValue(text) ? shown(reader) : undefined;
}

function shown(reader: TimeReader): string {
  if (Number.isNaN(reader.timeMs)) return 'unknown';
  return new Date(reader.timeMs).toISOString().replace('Z', `${String(reader.timeNanos).padStart(6, '0')}Z`);
}

/** What is left behind the time at a line's head, and the time. */
function headOf(text: string, reader = new TimeReader(0, REFERENCE)): [string, string] | undefined {
  const end = readHeadTime(reader, text, 0);
  return end < 0 ? undefined : [text.slice(end), shown(reader)];
}

describe('a time in a field', () => {
  test.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000000000Z'],
    ['2026-01-02T03:04:05.1Z', '2026-01-02T03:04:05.100000000Z'],
    ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123456789Z'],
    ['2026-01-02T03:04:05.1234567899Z', '2026-01-02T03:04:05.123456789Z'],
    ['2026-01-02t03:04:05z', '2026-01-02T03:04:05.000000000Z'],
    ['2026-01-02 03:04:05,678', '2026-01-02T03:04:05.678000000Z'],
    ['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000000000Z'],
    ['2026-01-02T03:04:05.5-0330', '2026-01-02T06:34:05.500000000Z'],
    ['2026-01-02T03:04:05+02', '2026-01-02T01:04:05.000000000Z'],
    ['2026-01-02 03:04:05 +0200', '2026-01-02T01:04:05.000000000Z'],
    ['2026-01-02 03:04:05 UTC', '2026-01-02T03:04:05.000000000Z'],
    ['2026-01-02 03:04:05 CEST', '2026-01-02T01:04:05.000000000Z'],
    ['2026/01/02 03:04:05', '2026-01-02T03:04:05.000000000Z'],
    ['2026-01-02T03:04Z', '2026-01-02T03:04:00.000000000Z'],
    ['2026-06-30T23:59:60Z', '2026-07-01T00:00:00.000000000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000000Z'],
    ['1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999999999Z'],
    ['1767322984', '2026-01-02T03:03:04.000000000Z'],
    ['1767322984.123456789', '2026-01-02T03:03:04.123456789Z'],
    ['1767322984123', '2026-01-02T03:03:04.123000000Z'],
    ['1767322984123.5', '2026-01-02T03:03:04.123500000Z'],
    ['1767322984123456', '2026-01-02T03:03:04.123456000Z'],
    ['1767322984123456789', '2026-01-02T03:03:04.123456789Z'],
    ['1.767322984e+09', '2026-01-02T03:03:04.000000000Z'],
    ['1.767322984123E9', '2026-01-02T03:03:04.123000000Z'],
    ['1', '1970-01-01T00:00:01.000000000Z'],
    ['-1', '1969-12-31T23:59:59.000000000Z'],
    ['-0.25', '1969-12-31T23:59:59.750000000Z'],
    ['2147483647', '2038-01-19T03:14:07.000000000Z'],
    ['2147483648', '1970-01-25T20:31:23.648000000Z'],
  ])('%s is read to the nanosecond', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  test.each(
    [
      ['', '2026', '2026-01-02', '2026-13-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-01-02T24:00:00Z'],
      [
        '2026-01-02T03:60:00Z',
        '2026-01-02T03:04:05Zjunk',
        '2026-01-02T03:04:05+99:00',
        '2026-01-02T03:04:05 ',
      ],
      [
        '1e999',
        '1e',
        '1.',
        '.5',
        'now',
        '0x10',
        '99999999999999999999',
        '1500-01-01T00:00:00Z',
        '3000-01-01T00:00:00Z',
      ],
    ]
      .flat()
      .filter((text) => text !== '2026'),
  )('%j is none', (text) => {
    expect(valueOf(text)).toBeUndefined();
  });

  test('without a zone is read in the zone that was set', () => {
    expect(valueOf('2026-01-02 03:04:05', 120)).toBe('2026-01-02T01:04:05.000000000Z');
    expect(valueOf('2026-01-02 03:04:05Z', 120)).toBe('2026-01-02T03:04:05.000000000Z');
  });

  test('reads the same whatever was read before it', () => {
    const time = fc.record({
      ms: fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2200, 0) }),
      nanos: fc.nat(999_999),
      near: fc.nat(200_000),
      zone: fc.constantFrom('Z', 'z', '+02:00', '-0730'),
    });
    fc.assert(
      fc.property(fc.array(time, { minLength: 2, maxLength: 6 }), (times) => {
        const reader = new TimeReader();
        const base = times[0]?.ms ?? 0;
        for (const { ms, nanos, zone } of times.flatMap((t) => [t, { ...t, ms: base + t.near, zone: 'Z' }])) {
          const digits = new Date(ms).toISOString().slice(0, -1) + String(nanos).padStart(6, '0');
          const offset = zone === '+02:00' ? 120 : zone === '-0730' ? -450 : 0;
          expect(reader.readValue(digits + zone)).toBe(true);
          expect([reader.timeMs, reader.timeNanos]).toEqual([ms - offset * 60_000, nanos]);
        }
      }),
    );
  });

  test('in nanoseconds comes back as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2_147_483_648_000_000n, max: 9_223_372_036_853_999_999n }), (nanos) => {
        const reader = new TimeReader();
        expect(reader.readValue(nanos.toString())).toBe(true);
        expect(BigInt(reader.timeMs) * 1_000_000n + BigInt(reader.timeNanos)).toBe(nanos);
      }),
    );
  });

  test('no text makes the reader throw or give nanoseconds out of range', () => {
    const piece = fc.constantFrom(
      '2026',
      '-',
      '01',
      ':',
      'T',
      '05',
      '.',
      '999',
      'Z',
      '+',
      ' ',
      'e',
      '1767322984',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const reader = new TimeReader();
          if (!reader.readValue(text)) return;
          expect(Number.isSafeInteger(reader.timeMs)).toBe(true);
          expect(reader.timeNanos >= 0 && reader.timeNanos < 1e6).toBe(true);
        },
      ),
    );
  });
});

describe('a time at the head of a line', () => {
  test.each([
    ['2026-01-02T03:04:05.123456789Z rest', '2026-01-02T03:04:05.123456789Z'],
    ['2026-01-02 03:04:05,978 rest', '2026-01-02T03:04:05.978000000Z'],
    ['2026/01/02 03:04:05 rest', '2026-01-02T03:04:05.000000000Z'],
    ['2026-01-02-15.42.50.675872 rest', '2026-01-02T15:42:50.675872000Z'],
    ['2026.01.02 rest', '2026-01-02T00:00:00.000000000Z'],
    ['26/01/02 20:10:40 rest', '2026-01-02T20:10:40.000000000Z'],
    ['10/14/2026 20:10:40 rest', '2026-10-14T20:10:40.000000000Z'],
    ['14/10/2026 20:10:40 rest', '2026-10-14T20:10:40.000000000Z'],
    ['4.10.2026 20:10:40 rest', '2026-10-04T20:10:40.000000000Z'],
    ['14-10-2026 20:10:40.5 rest', '2026-10-14T20:10:40.500000000Z'],
    ['10/Oct/2025:13:55:36 -0700 rest', '2025-10-10T20:55:36.000000000Z'],
    ['[10/Oct/2025:13:55:36 -0700] rest', '2025-10-10T20:55:36.000000000Z'],
    ['10-Oct-2025 13:55:36.7 rest', '2025-10-10T13:55:36.700000000Z'],
    ['1 Oct 2025 13:55:36 rest', '2025-10-01T13:55:36.000000000Z'],
    ['Jun 14 15:16:01 rest', '2026-06-14T15:16:01.000000000Z'],
    ['Jun  4 15:16:01 rest', '2026-06-04T15:16:01.000000000Z'],
    ['Dec 31 23:59:59 rest', '2025-12-31T23:59:59.000000000Z'],
    ['Jul 16 00:00:00 rest', '2026-07-16T00:00:00.000000000Z'],
    ['Jul 18 00:00:00 rest', '2025-07-18T00:00:00.000000000Z'],
    ['Feb 29 00:00:00 rest', '2024-02-29T00:00:00.000000000Z'],
    ['Jun 14 2024 15:16:01 rest', '2024-06-14T15:16:01.000000000Z'],
    ['Jun 31 15:16:01 rest', 'unknown'],
    ['Sun Dec 04 04:47:44 2005 rest', '2005-12-04T04:47:44.000000000Z'],
    ['[Sun Dec 04 04:47:44.25 2005] rest', '2005-12-04T04:47:44.250000000Z'],
    ['Sun, 04 Dec 2005 04:47:44 GMT rest', '2005-12-04T04:47:44.000000000Z'],
    ['03-17 16:13:38.811 rest', '2026-03-17T16:13:38.811000000Z'],
    ['[10.30 16:49:06] rest', '2025-10-30T16:49:06.000000000Z'],
    ['I0605 12:34:56.123456 rest', '2026-06-05T12:34:56.123456000Z'],
    ['E20260605 12:34:56.123456 rest', '2026-06-05T12:34:56.123456000Z'],
    ['20251223-22:15:29:606 rest', '2025-12-23T22:15:29.606000000Z'],
    ['20251223-2:5:9:6 rest', '2025-12-23T02:05:09.006000000Z'],
    ['20260102T030405Z rest', '2026-01-02T03:04:05.000000000Z'],
    ['20260102030405 rest', '2026-01-02T03:04:05.000000000Z'],
    ['081109 203615 rest', '2008-11-09T20:36:15.000000000Z'],
    ['991109 20:36:15 rest', '1999-11-09T20:36:15.000000000Z'],
    ['12:34:56.789 rest', '2026-07-15T12:34:56.789000000Z'],
    ['1767322984 rest', '2026-01-02T03:03:04.000000000Z'],
    ['1767322984.5 rest', '2026-01-02T03:03:04.500000000Z'],
    ['1767322984123 rest', '2026-01-02T03:03:04.123000000Z'],
    ['1767322984123456789 rest', '2026-01-02T03:03:04.123456789Z'],
    ['[2026-01-02T03:04:05.5 #77] rest', '2026-01-02T03:04:05.500000000Z'],
  ])('%s', (text, expected) => {
    expect(headOf(text)).toEqual([' rest', expected]);
  });

  test.each([
    'plain words',
    '12 monkeys',
    '5 connections',
    '1234567 items',
    '1767322984th request',
    '9876543210 is a phone number',
    '10.0.0.1 connected',
    '10.0.0.1:8080 - - x',
    '12:34 o’clock',
    '2026-13-01 12:00:00 x',
    '99/99/99 20:10:40 x',
    'May be late',
    'Mar 99 12:00:00 x',
    'Sunny day',
    'E1234 12 x',
    'I0000 12:34:56 x',
    '[12] x',
    '[[2026-01-02 03:04:05]] x',
    '31-31 16:13:38 x',
    '260102 996199 x',
  ])('%s has none', (text) => {
    expect(headOf(text)).toBeUndefined();
  });

  test('that lacks its year has no value without a reference, but is still cut off', () => {
    expect(headOf('Jun 14 15:16:01 rest', new TimeReader())).toEqual([' rest', 'unknown']);
    expect(headOf('03-17 16:13:38.811 rest', new TimeReader())).toEqual([' rest', 'unknown']);
    expect(headOf('I0605 12:34:56 rest', new TimeReader())).toEqual([' rest', 'unknown']);
  });

  test('without a zone is of the zone that was set, also where the year turns there', () => {
    const newYear = Date.UTC(2026, 0, 1, 2);
    expect(headOf('Dec 31 21:00:00 rest', new TimeReader(-300, newYear))?.[1]).toBe(
      '2026-01-01T02:00:00.000000000Z',
    );
    expect(headOf('Jan  1 00:30:00 rest', new TimeReader(0, newYear - 3 * 3_600_000))?.[1]).toBe(
      '2026-01-01T00:30:00.000000000Z',
    );
  });

  test.each([
    ['web-1  | 2026-01-02 03:04:05 rest', '2026-01-02T03:04:05.000000000Z'],
    ['- 1767322984 rest', '2026-01-02T03:03:04.000000000Z'],
    ['1:M 02 Jan 2026 03:04:05.678 rest', '2026-01-02T03:04:05.678000000Z'],
    ['10.0.0.1 - alice [02/Jan/2026:03:04:05 +0000] rest', '2026-01-02T03:04:05.000000000Z'],
  ])('may stand behind a prefix: %s', (text, expected) => {
    const reader = new TimeReader(0, REFERENCE);
    expect(text.slice(prefixedTimeEnd(reader, text))).toBe(' rest');
    expect(shown(reader)).toBe(expected);
  });

  test('no text makes the reader throw or end past the text', () => {
    const piece = fc.constantFrom(
      'Jun',
      ' ',
      '14',
      ':',
      '16',
      '/',
      '.',
      '-',
      '2026',
      '[',
      ']',
      'I',
      'Mon',
      ',',
      '0605',
      'T',
      '+0200',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((p) => p.join('')),
        ),
        (text) => {
          const reader = new TimeReader(0, REFERENCE);
          for (const read of [readHeadTime(reader, text, 0), prefixedTimeEnd(reader, text)]) {
            expect(read).toBeLessThanOrEqual(text.length);
            expect(read).not.toBe(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
