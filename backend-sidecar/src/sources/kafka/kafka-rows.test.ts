import { expect, test } from '@jest/globals';
import { decodeLines } from '../../pipeline/parse/json-lines.ts';
import { shown } from '../intake.fixture.ts';
import { POSITION_FIELD } from '../json-row.ts';
import { rowOf, TIME_FIELDS } from './kafka-rows.ts';

const TIME = 1_772_600_767_008;

/** A message's value as the row that the road makes of it. */
function read(value: string | null): Record<string, string | number> | undefined {
  const message = { topic: 't', partition: 0, offset: 7n, timestamp: BigInt(TIME) };
  const line = rowOf({ ...message, value: value === null ? null : Buffer.from(value) });
  if (line === '') return undefined;
  expect(line.split('\n')).toHaveLength(2);
  const parameters = {
    timeField: TIME_FIELDS,
    positionField: POSITION_FIELD,
    rawText: { zoneOffsetMinutes: 0 },
  };
  const [record] = decodeLines(line, parameters).records;
  expect(record?.position).toBe(7);
  return record === undefined ? undefined : shown(record);
}

test.each([
  [
    'an object with its own time',
    '{"message":"m","timestamp":1772600000000,"n":12345678901234567890}',
    { _msg: 'm', _time: 1_772_600_000_000, n: '12345678901234567890' },
  ],
  ['an object without a time', '{"message":"m","a":{"b":1}}', { _msg: 'm', _time: TIME, 'a.b': '1' }],
  [
    'an object over several lines',
    '{\n  "message": "m",\r\n  "k": "a\\nb"\n}',
    { _msg: 'm', _time: TIME, k: 'a\nb' },
  ],
  [
    'an object that tells a position of its own',
    '{"message":"m","_position":1,"presage_position":2}',
    { _msg: 'm', _position: '1' },
  ],
  ['text', 'plain words', { _msg: 'plain words', _time: TIME }],
  ['text with its own time', '2026-03-04T05:00:00Z started', { _time: Date.UTC(2026, 2, 4, 5) }],
  ['what is cut', '{"message":"m', { _msg: '{"message":"m', _time: TIME }],
])('%s', (_what, value, row) => {
  expect(read(value)).toMatchObject(row);
});

test.each([null, '', '  \n'])('%j has no line', (value) => {
  expect(read(value)).toBeUndefined();
});
