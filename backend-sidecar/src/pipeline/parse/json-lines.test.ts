import { describe, expect, test } from '@jest/globals';
import type { LineParameters, LogRecord } from '../record.ts';
import { decodeLines } from './json-lines.ts';

function one(text: string, parameters: LineParameters = {}): LogRecord {
  const { records, rejects } = decodeLines(text, parameters);
  expect(rejects).toEqual([]);
  expect(records).toHaveLength(1);
  return records[0] as LogRecord;
}

function fieldsOf(record: LogRecord): Record<string, string> {
  const pairs: [string, string][] = [];
  for (let i = 0; i < record.fields.length; i += 2) {
    pairs.push([record.fields[i] ?? '', record.fields[i + 1] ?? '']);
  }
  return Object.fromEntries(pairs);
}

function reasonOf(text: string, parameters: LineParameters = {}): string {
  const { records, rejects } = decodeLines(text, parameters);
  expect(records).toEqual([]);
  return rejects[0]?.reason ?? 'none';
}

describe('a line', () => {
  test('gives message, time to the nanosecond and the other fields in order', () => {
    const line = '{"_msg":"order placed","service":"shop","_time":"2026-01-02T03:04:05.123456789Z","n":3}';
    expect(one(line)).toEqual({
      timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 123),
      timeNanos: 456789,
      message: 'order placed',
      fields: ['service', 'shop', 'n', '3'],
    });
  });

  test.each([
    ['12345678901234567890', '12345678901234567890'],
    ['1e400', '1e400'],
    ['1.10', '1.10'],
    ['-0', '-0'],
    ['1E+5', '1E+5'],
    ['true', 'true'],
    ['false', 'false'],
    ['[1, {"a":2.50}, "x\\n"]', '[1, {"a":2.50}, "x\\n"]'],
    ['[]', '[]'],
    ['"tab\\tand \\u00e9"', 'tab\tand é'],
    ['"ends in a backslash \\\\"', 'ends in a backslash \\'],
    ['"a raw\ttab"', 'a raw\ttab'],
    ['"a raw\ttab and \\"quotes\\""', 'a raw\ttab and "quotes"'],
  ])('keeps %s as text', (json, value) => {
    expect(fieldsOf(one(`{"_msg":"m","v":${json}}`))).toEqual({ v: value });
  });

  test.each(['null', '""', '{}', '{"a":{"b":null}}'])('with %s has no such field', (json) => {
    expect(one(`{"_msg":"m","v":${json}}`).fields).toEqual([]);
  });

  test('flattens nested objects with dots', () => {
    const line = '{"_msg":"m","a":{"b":{"c":1},"d":"x"},"e":2}';
    expect(one(line).fields).toEqual(['a.b.c', '1', 'a.d', 'x', 'e', '2']);
  });

  test('keeps the last of two values of one name, as JSON.parse does', () => {
    expect(one('{"a":1,"b":2,"a":3}').fields).toEqual(['a', '3', 'b', '2']);
    expect(one('{"x.y":1,"x":{"y":2}}').fields).toEqual(['x.y', '2']);
    expect(one('{"x":{"y":1},"x.y":2}').fields).toEqual(['x.y', '2']);
    expect(one('{"b":1,"a":1,"a":""}').fields).toEqual(['b', '1']);
  });

  test('moves reserved names to orig.*', () => {
    const line = '{"_msg":"m","presage_class":"normal","_stream":"{}","_stream_id":"0","p":"1","_x":"2"}';
    expect(fieldsOf(one(line))).toEqual({
      'orig.presage_class': 'normal',
      'orig._stream': '{}',
      'orig._stream_id': '0',
      p: '1',
      _x: '2',
    });
    expect(one('{"_msg":"m","presage_x":"a","orig.presage_x":"b"}').fields).toEqual(['orig.presage_x', 'b']);
    expect(one('{"_msg":"m","presage_":{"x":1}}').fields).toEqual(['orig.presage_.x', '1']);
  });

  test('may have other fields only, and an empty message', () => {
    expect(one('{"_msg":"","a":"b"}')).toMatchObject({ message: '', fields: ['a', 'b'] });
  });

  test('with a field without a name has it as its message, as in VictoriaLogs', () => {
    expect(one('{"":"hello"}')).toMatchObject({ message: 'hello', fields: [] });
  });
});

describe('a request', () => {
  test('may have blank lines, CRLF and no newline at its end', () => {
    const { records, rejects } = decodeLines('\r\n{"_msg":"a"}\r\n \n{"_msg":"b"}', {});
    expect(records.map((record) => record.message)).toEqual(['a', 'b']);
    expect(rejects).toEqual([]);
  });

  test('of which one line is bad keeps the others and names the bad one by its number', () => {
    const { records, rejects } = decodeLines('{"_msg":"a"}\n\n{"_msg":"b"\n{"_msg":"c"}', {});
    expect(records.map((record) => record.message)).toEqual(['a', 'c']);
    expect(rejects).toEqual([
      {
        line: 3,
        reason: 'not_json',
        message:
          'The line is not a JSON object that can be read: the line ends where a comma or } is expected.',
        text: '{"_msg":"b"',
      },
    ]);
  });

  test('that is empty has no lines', () => {
    expect(decodeLines('', {})).toEqual({ records: [], rejects: [] });
  });

  test('of thousands of names that are used once loses no field', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"_msg":"m${i}","k${i}":"v${i}"}`);
    const { records, rejects } = decodeLines(lines.join('\n'), {});
    expect(rejects).toEqual([]);
    expect(records).toHaveLength(20_000);
    const wrong = records.filter((r, i) => r.message !== `m${i}` || r.fields.join() !== `k${i},v${i}`);
    expect(wrong).toEqual([]);
  });
});

describe('message and time', () => {
  test.each([
    ['{"message":"a","msg":"b"}', {}, 'a'],
    ['{"msg":"b","log":"c"}', {}, 'b'],
    ['{"body":"d"}', {}, 'd'],
    ['{"_msg":"","message":"a"}', {}, 'a'],
    ['{"text":"t","message":"a"}', { msgField: ['text'] }, 't'],
    ['{"first":"","second":"s"}', { msgField: ['first', 'second'] }, 's'],
    ['{"event":{"text":"deep"}}', { msgField: ['event.text'] }, 'deep'],
    ['{"message":"a"}', { msgField: ['absent'] }, 'a'],
  ])('of %s with %j: the first candidate with a value', (line, parameters, message) => {
    expect(one(line, parameters).message).toBe(message);
  });

  test('leave candidates that were not chosen among the fields', () => {
    expect(one('{"msg":"b","message":"a"}').fields).toEqual(['msg', 'b']);
  });

  test('that were not chosen give up their reserved names', () => {
    const line = '{"_msg":"x","text":"t","_time":"2026-01-01T00:00:00Z","at":1767322984}';
    const record = one(line, { msgField: ['text'], timeField: ['at'] });
    expect(record).toMatchObject({ message: 't', timeMs: 1767322984000 });
    expect(fieldsOf(record)).toEqual({ 'orig._msg': 'x', 'orig._time': '2026-01-01T00:00:00Z' });
  });

  test.each(['0', '"-"', '"0"', '""', 'null'])('time %s means the time of arrival', (time) => {
    expect(one(`{"_msg":"m","_time":${time}}`)).toEqual({
      timeMs: NaN,
      timeNanos: 0,
      message: 'm',
      fields: [],
    });
  });

  test('a time that is none makes a reject that quotes it', () => {
    const { rejects } = decodeLines('{"_msg":"m","_time":"yesterday"}', {});
    expect(rejects[0]).toMatchObject({
      reason: 'bad_time',
      message: 'The field "_time" is no time that can be stored: "yesterday".',
    });
  });

  test('the next time field is taken when the first is absent', () => {
    const parameters = { timeField: ['a', 'b'] };
    expect(one('{"_msg":"m","a":"-","b":1767322984}', parameters)).toMatchObject({
      timeMs: 1767322984000,
      fields: [],
    });
  });
});

describe('parameters', () => {
  test('ignored fields are dropped by name and by the beginning of their name', () => {
    const parameters = { ignoreFields: ['a', 'k8s.*'] };
    expect(one('{"_msg":"m","a":1,"ab":2,"k8s":{"pod":"p"}}', parameters).fields).toEqual(['ab', '2']);
  });

  test('extra fields are added to every line and win over its own', () => {
    const parameters = { extraFields: { env: 'prod', host: 'h', presage_class: 'x', empty: '' } };
    expect(one('{"_msg":"m","env":"dev"}', parameters).fields).toEqual([
      'env',
      'prod',
      'host',
      'h',
      'orig.presage_class',
      'x',
    ]);
  });

  test('decolorized fields lose their ANSI sequences', () => {
    const line =
      '{"_msg":"\\u001b[31mred\\u001b[0m","a":"\\u001b[1mbold\\u001b[m","b":"\\u001b[1mx","c":"\\u001b[0m"}';
    expect(one(line, { decolorizeFields: ['_msg', 'a', 'c'] })).toMatchObject({
      message: 'red',
      fields: ['a', 'bold', 'b', '\u001b[1mx'],
    });
    expect(one('{"log":"\\u001b[31mred"}', { decolorizeFields: ['_msg'] }).message).toBe('red');
  });

  test('the position field is taken out of the fields when it is a whole number', () => {
    const parameters = { positionField: 'at' };
    expect(one('{"_msg":"m","at":4096,"a":1}', parameters)).toMatchObject({
      position: 4096,
      fields: ['a', '1'],
    });
    expect(one('{"_msg":"m","at":"x"}', parameters)).not.toHaveProperty('position');
    expect(one('{"_msg":"m"}', parameters)).not.toHaveProperty('position');
    const raw = { ...parameters, rawText: { zoneOffsetMinutes: 0 } };
    const line = '{"_msg":"level=info msg=hi","at":7}';
    expect(one(line, raw)).toMatchObject({ position: 7, message: 'hi', fields: ['level', 'info'] });
    expect(one('{"_msg":"2026-01-02 03:04:05 x","at":7}', raw)).toMatchObject({ position: 7 });
  });

  test('preserved keys keep their JSON as it came', () => {
    const parameters = { preserveJsonKeys: ['a', 'b.c'] };
    const line = '{"_msg":"m","a":{"x": 1.0},"b":{"c":{"y":2},"d":3}}';
    expect(one(line, parameters).fields).toEqual(['a', '{"x": 1.0}', 'b.c', '{"y":2}', 'b.d', '3']);
  });
});

describe('limits', () => {
  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

  test('64 levels are read, 65 are not, in objects and in arrays', () => {
    expect(one(deep(64)).fields).toHaveLength(2);
    expect(reasonOf(deep(65))).toBe('too_deep');
    expect(one(`{"a":${'['.repeat(63)}${']'.repeat(63)}}`).fields).toHaveLength(2);
    expect(reasonOf(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)).toBe('too_deep');
    expect(reasonOf(`{"a":${'['.repeat(100_000)}`)).toBe('too_deep');
  });

  test('a line of 256 KiB is read and one byte more is not, counted in UTF-8', () => {
    const line = (letters: number, letter: string): string => `{"_msg":"${letter.repeat(letters)}"}`;
    const frame = line(0, '').length;
    expect(one(line(256 * 1024 - frame, 'x')).message).toHaveLength(256 * 1024 - frame);
    expect(reasonOf(line(256 * 1024 - frame + 1, 'x'))).toBe('too_long');
    expect(one(line((256 * 1024 - frame) / 2 - 1, 'é')).message).not.toBe('');
    expect(reasonOf(line((256 * 1024 - frame) / 2 + 1, 'é'))).toBe('too_long');
  });

  test('a row takes 1,000 fields with the five that Presage adds', () => {
    const line = (count: number): string =>
      `{"_msg":"m",${Array.from({ length: count }, (_, i) => `"f${i}":1`).join()}}`;
    expect(one(line(994)).fields).toHaveLength(2 * 994);
    expect(reasonOf(line(995))).toBe('too_many_fields');
  });

  test('a field name takes 128 bytes, also when it is put together', () => {
    expect(one(`{"${'n'.repeat(128)}":1}`).fields).toHaveLength(2);
    expect(reasonOf(`{"${'n'.repeat(129)}":1}`)).toBe('field_name_too_long');
    expect(reasonOf(`{"${'é'.repeat(65)}":1}`)).toBe('field_name_too_long');
    expect(reasonOf(`{"${'n'.repeat(100)}":{"${'m'.repeat(28)}":1}}`)).toBe('field_name_too_long');
    expect(one(`{"_msg":"m","${'n'.repeat(129)}":""}`).fields).toEqual([]);
  });

  test.each(['{}', '{"a":null}', '{"_time":"2026-01-01T00:00:00Z"}'])('%s has nothing to store', (line) => {
    expect(reasonOf(line)).toBe('no_message');
  });
});

describe('JSON', () => {
  test.each([
    '[]',
    '"text"',
    '12',
    'null',
    '{"a":1}}',
    '{"a":1} x',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":NaN}',
    '{"a":nul}',
    '{"a":"\\x"}',
    '{"a":"\\u12"}',
    '{"a":"b}',
    '{"a":"b\\"}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a":[{"b"}]}',
    '{"a":tru',
    '{',
    'plain text',
  ])('that is not well formed is refused: %s', (line) => {
    expect(reasonOf(line)).toBe('not_json');
  });
});
