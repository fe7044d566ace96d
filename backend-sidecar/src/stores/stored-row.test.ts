import { describe, expect, test } from '@jest/globals';
import { parseTime, readFields, readRow, timeBounds } from './stored-row.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;
const bounds = timeBounds(NOW, 7 * DAY);
const line = (fields: Record<string, unknown>): string =>
  JSON.stringify({ _time: '2026-11-20T11:00:00.123456789Z', presage_event_id: 'e1', ...fields });

describe('a row', () => {
  test('is cut into time, message, event id, kind and the rest', () => {
    const read = readRow(
      line({ _msg: 'm', service: 'web', presage_class: 'normal', host: 'h', presage_score: '1.20' }),
      bounds,
    );
    expect(read).toMatchObject({
      timeMs: NOW - 3_600_000 + 123,
      timeNanos: 456_789,
      message: 'm',
      eventId: 'e1',
      kind: ['web', 'normal', '', ''],
      rest: { host: 'h', presage_score: '1.20' },
    });
  });

  test('keeps the digits of a number that came without quotes', () => {
    expect(readFields('{"a":12345678901234567890,"b":1e400,"c":true,"d":null}')).toEqual({
      a: '12345678901234567890',
      b: '1e400',
      c: 'true',
    });
  });

  test('with half a surrogate pair becomes well-formed', () => {
    expect(readFields('{"a":"x\\ud800y","b":1}')).toEqual({ a: 'x\ufffdy', b: '1' });
  });

  test('may have a field named like an object’s inner parts', () => {
    const read = readRow('{"_time":"2026-11-20T11:00:00Z","presage_event_id":"e","__proto__":"p"}', bounds);
    expect(Object.entries('rest' in read ? read.rest : {})).toEqual([['__proto__', 'p']]);
  });

  test.each([
    ['[1]', 'store_rejected'],
    ['{', 'store_rejected'],
    ['{"_time":"yesterday","presage_event_id":"e"}', 'store_rejected'],
    ['{"_time":"2026-11-20T11:00:00Z"}', 'store_rejected'],
    ['{"_time":"2026-11-13T11:00:00Z","presage_event_id":"e"}', 'too_old'],
    ['{"_time":"2026-11-22T12:00:00.001Z","presage_event_id":"e"}', 'too_new'],
  ])('%s is refused as %s', (text, reason) => {
    expect(readRow(text, bounds)).toMatchObject({ line: text, reason });
  });
});

test('a time is read to the nanosecond in any zone', () => {
  expect(parseTime('2026-11-20T13:00:00.5+01:00')).toEqual({ timeMs: NOW + 500, timeNanos: 0 });
  expect(parseTime('2026-11-20T12:00:00.000000001Z')).toEqual({ timeMs: NOW, timeNanos: 1 });
  expect(parseTime('2026-13-20T12:00:00Z')).toBeUndefined();
});
