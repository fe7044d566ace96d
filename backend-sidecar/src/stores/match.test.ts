import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Filter } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { compareText, compileMatch, containsWords, fold, matches, wordsOf } from './match.ts';
import { cpuMillis } from '../cpu-time.fixture.ts';

const row = { message: 'Disk /data is 91% FULL', fields: { service: 'store', took: '12.5', retries: '9' } };
const has = (field: string, op: Filter['op'], ...values: string[]): boolean =>
  matches(row, [{ field, op, values }], undefined);

describe('a filter', () => {
  test('compares for equality with the whole value', () => {
    expect(has('service', '=', 'store')).toBe(true);
    expect(has('service', '=', 'stor')).toBe(false);
    expect(has('service', '!=', 'store')).toBe(false);
  });

  test('takes an absent field as the empty text', () => {
    expect(has('host', '=', '')).toBe(true);
    expect(has('host', '!=', 'a')).toBe(true);
    expect(has('host', '=~', '.')).toBe(false);
    expect(has('host', '<', 'z')).toBe(false);
  });

  test('does not see what every object inherits', () => {
    expect(has('constructor', '=', '')).toBe(true);
    expect(has('__proto__', '=', '')).toBe(true);
  });

  test('with a list means any or none, and an empty list means nothing or everything', () => {
    expect(has('service', '=|', 'web', 'store')).toBe(true);
    expect(has('service', '!=|', 'web', 'store')).toBe(false);
    expect(has('service', '=|')).toBe(false);
    expect(has('service', '!=|')).toBe(true);
  });

  test('finds a pattern anywhere in the value', () => {
    expect(has('_msg', '=~', '\\d+%')).toBe(true);
    expect(has('_msg', '=~', '^\\d+%')).toBe(false);
    expect(has('_msg', '!~', 'full')).toBe(true);
    expect(has('_msg', '=~', '(?i)full$')).toBe(true);
  });

  test('compares a number with numbers only and everything else as text', () => {
    expect(has('retries', '<', '10')).toBe(true);
    expect(has('took', '>', '1.2e1')).toBe(true);
    expect(has('took', '<', '1e400')).toBe(true);
    expect(has('service', '>', 'stop')).toBe(true);
    expect(has('service', '>', '5')).toBe(false);
    expect(has('took', '<', 'a')).toBe(true);
  });

  test('that cannot be understood is refused with a sentence', () => {
    for (const filter of [
      { field: 'a', op: '=~', values: ['('] },
      { field: 'a', op: '=', values: ['x', 'y'] },
      { field: 'a', op: '<', values: [] },
      { field: '_time', op: '>', values: ['2026'] },
      { field: '_stream', op: '<', values: ['1'] },
      { field: '_stream_id', op: '=', values: ['1'] },
    ] satisfies Filter[]) {
      expect(() => compileMatch([filter], undefined)).toThrow(PresageError);
      expect(() => compileMatch([filter], undefined)).toThrow(expect.objectContaining({ code: 'bad_query' }));
    }
  });

  test('takes linear time for a pattern that backtracks elsewhere', () => {
    const message = `${'a'.repeat(20_000)}!`;
    const filter: Filter = { field: '_msg', op: '=~', values: ['^(a+)+$'] };
    const match = (): boolean => matches({ message, fields: {} }, [filter], undefined);
    expect(match()).toBe(false);
    expect(cpuMillis(match)).toBeLessThan(2000);
  });
});

describe('a search text', () => {
  test('holds when all its words are contained, whatever their case', () => {
    expect(matches(row, [], 'full  DISK')).toBe(true);
    expect(matches(row, [], 'full tape')).toBe(false);
    expect(matches(row, [], '  ')).toBe(true);
    expect(containsWords('ΟΔΟΣ ΑΘΗΝΑΣ', wordsOf('οδοσ Αθηνας'))).toBe(true);
  });

  test('folds no letter beyond ASCII to one of ASCII', () => {
    for (let code = 0x80; code < 0x110000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      if (/[\0-\x7f]/.test(fold(String.fromCodePoint(code)))) throw new Error(code.toString(16));
    }
    expect(fold('\u212aELVIN')).toBe('\u212aelvin');
  });
});

test('text is ordered as its UTF-8 bytes are', () => {
  const wellFormed = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(wellFormed, wellFormed, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
