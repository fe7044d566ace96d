import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Verdict } from '../pipeline/verdict.ts';
import { encodeRow, encodeSample, streamFieldsOf, TimeText } from './encode.ts';

const verdict: Verdict = {
  templateId: '0123456789abcdef',
  class: 'incident',
  severity: 'error',
  category: 'other',
  by: 'level',
  confidence: 0.8,
  signature: undefined,
};

describe('an encoded row', () => {
  test('has the record unchanged and our fields behind it', () => {
    const row = encodeRow(
      { timeMs: 0, timeNanos: 0, message: 'a "b"\n', fields: ['n', '12345678901234567890'] },
      'T',
      'id-1',
      { verdict, score: 1.234, service: undefined },
    );
    expect(JSON.parse(row)).toEqual({
      _time: 'T',
      _msg: 'a "b"\n',
      n: '12345678901234567890',
      presage_event_id: 'id-1',
      presage_class: 'incident',
      presage_severity: 'error',
      presage_template_id: '0123456789abcdef',
      presage_score: '1.23',
    });
  });

  test('leaves out a score below 0.5, and everything of the verdict when undecided', () => {
    const record = { timeMs: 0, timeNanos: 0, message: 'm', fields: [] };
    expect(
      JSON.parse(encodeRow(record, 'T', 'i', { verdict, score: 0.49, service: undefined })),
    ).not.toHaveProperty('presage_score');
    expect(JSON.parse(encodeRow(record, 'T', 'i', undefined))).toEqual({
      _time: 'T',
      _msg: 'm',
      presage_event_id: 'i',
    });
  });

  test('names its service as all else does, once', () => {
    const serviceOf = (fields: string[]): unknown => {
      const record = { timeMs: 0, timeNanos: 0, message: 'm', fields };
      const row = encodeRow(record, 'T', 'i', { verdict, score: 0, service: 'shop "a"' });
      expect(row.match(/"service":/g)).toHaveLength(1);
      return (JSON.parse(row) as Record<string, string>)['service'];
    };
    expect(serviceOf(['service.name', 'shop "a"'])).toBe('shop "a"');
    expect(serviceOf(['app', 'x', 'service', 'own'])).toBe('own');
  });

  test('is one line of JSON whatever the record holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'binary' }), { maxLength: 6 }),
        (message, values) => {
          const fields = values.flatMap((value, i) => [`f${i}"${value}`, value]);
          const decision = { verdict, score: 0, service: message === '' ? undefined : message };
          const row = encodeRow({ timeMs: 0, timeNanos: 0, message, fields }, 'T', 'i', decision);
          expect(row).not.toContain('\n');
          const parsed = JSON.parse(row) as Record<string, string>;
          expect(parsed['_msg']).toBe(message);
          for (let i = 0; i < fields.length; i += 2) expect(parsed[fields[i] ?? '']).toBe(fields[i + 1]);
        },
      ),
    );
  });
});

describe('times', () => {
  test('have nine digits, also before 1970 and across a second', () => {
    const times = new TimeText();
    expect(times.of(1_700_000_000_123, 456_789)).toBe('2023-11-14T22:13:20.123456789Z');
    expect(times.of(1_700_000_001_000, 0)).toBe('2023-11-14T22:13:21.000000000Z');
    expect(times.of(-1, 999_999)).toBe('1969-12-31T23:59:59.999999999Z');
  });
});

describe('stream fields', () => {
  test('are those that the sender names, else the usual ones that the line has', () => {
    const record = { timeMs: 0, timeNanos: 0, message: '', fields: ['host', 'h', 'x', 'y', 'service', 's'] };
    expect(streamFieldsOf(record, ['x'])).toEqual(['x']);
    expect(streamFieldsOf(record, undefined)).toEqual(['service', 'host']);
  });
});

test('a sample is a line of Prometheus text whatever its labels hold, with the tenant by which it is asked for', () => {
  const sample = { name: 'y' as const, labels: { service: 'a"b\\c\nd' }, value: 1.5, timeMs: 10 };
  expect(encodeSample(sample, '7:2')).toBe('y{service="a\\"b\\\\c\\nd",tenant="7:2"} 1.5 10');
});
