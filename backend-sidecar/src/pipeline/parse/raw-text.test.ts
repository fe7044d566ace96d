import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LineParameters, LogRecord } from '../record.ts';
import { decodeLines } from './json-lines.ts';

const REFERENCE = Date.UTC(2026, 6, 15, 12);
const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function open(text: string, more: object = {}, parameters: LineParameters = {}): LogRecord {
  const line = JSON.stringify({ ...more, _msg: text });
  const raw = { rawText: { zoneOffsetMinutes: 0 }, ...parameters };
  const { records, rejects } = decodeLines(line, raw, REFERENCE);
  expect(rejects).toEqual([]);
  return records[0] as LogRecord;
}

describe('a raw line', () => {
  test('of JSON gives its fields, message and time', () => {
    const text =
      '{"time":"2026-01-02T03:04:05.678Z","level":"info","msg":"cart is full","n":1.10,"a":{"b":2}}';
    expect(open(text)).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'cart is full',
      fields: ['level', 'info', 'n', '1.10', 'a.b', '2'],
    });
  });

  test.each([
    ['{"@timestamp":"2026-01-02T03:04:05.678Z","message":"m"}'],
    ['{"ts":1767323045.678,"msg":"m"}'],
    ['{"t":{"$date":"2026-01-02T03:04:05.678Z"},"msg":"m"}'],
    ['{"timestamp":1767323045678,"event":"m"}'],
    ['{"__REALTIME_TIMESTAMP":"1767323045678000","MESSAGE":"m"}'],
    ['{"Timestamp":"2026-01-02T04:04:05.678+01:00","RenderedMessage":"m"}'],
    ['{"timestamp":"2026-01-02T03:04:05.678Z","fields":{"message":"m"}}'],
    ['{"@t":"2026-01-02T03:04:05.678Z","@mt":"m"}'],
    ['{"instant":{"epochSecond":1767323045,"nanoOfSecond":678000000},"message":"m"}'],
    ['{"timestamp":{"seconds":1767323045,"nanos":678000000},"message":"m"}'],
    ['{"@timestamp":"2026-01-02T03:04:05.678Z","@message":"m"}'],
    ['{"asctime":"2026-01-02 03:04:05,678","message":"m"}'],
  ])('of JSON has its time under many names: %s', (text) => {
    expect(open(text)).toMatchObject({ timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678), message: 'm' });
  });

  test('in colours has its time, and keeps them', () => {
    const text = '\u001b[2m2026-01-02T03:04:05.678Z\u001b[0m \u001b[31mERROR\u001b[0m cart is gone';
    expect(open(text)).toMatchObject({ timeMs: AT, message: text });
  });

  test.each([
    ['shop.example.org:443 192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 9'],
    ['192.0.2.7, 198.51.100.7, fd00::7 - anna [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 9'],
    ['Error\t1/2/2026 3:04:05 AM\tScheduler\t7\tNone\tThe job ended'],
    ['WARN\t2026-01-02 03:04:05\tcart is nearly full'],
    ['[2026-01-02, 03:04:05 UTC] {cart.py:77} INFO - opened'],
    ['[GIN] 2026/01/02 - 03:04:05 | 503 | 1.2ms | 192.0.2.7 | GET "/cart"'],
  ])('has its time behind the hosts on the way or a tab: %s', (text) => {
    expect(open(text)).toMatchObject({ timeMs: AT - 678, message: text });
  });

  test('of the audit daemon, whose message stands in another, is no logfmt', () => {
    const text = `type=USER_AUTH msg=audit(1767323045.678:77): pid=1 msg='op=PAM:authentication res=failed'`;
    expect(open(text)).toMatchObject({ message: text, fields: [] });
  });

  test('of JSON whose time is none keeps it as a field', () => {
    expect(open('{"time":"later","msg":"m"}')).toMatchObject({ timeMs: NaN, fields: ['time', 'later'] });
  });

  test('of JSON without a message stays to be read', () => {
    expect(open('{"a":1}')).toMatchObject({ message: '{"a":1}', fields: ['a', '1'] });
  });

  test.each(['{not json}', '{"a":', '{}', `{"a":${'['.repeat(70)}${']'.repeat(70)}}`])(
    'that only looks like JSON stays text: %s',
    (text) => {
      expect(open(text)).toMatchObject({ message: text, fields: [] });
    },
  );

  test('of logfmt gives its pairs', () => {
    const text =
      'ts=2026-01-02T03:04:05.678Z level=warn msg="cart \\"a\\" is full" took=3s empty= path=/a?b=c';
    expect(open(text)).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'cart "a" is full',
      fields: ['level', 'warn', 'took', '3s', 'path', '/a?b=c'],
    });
  });

  test.each([
    'level=warn',
    'uid=0 euid=0',
    'level=warn and words',
    'level=warn msg="open',
    'cart full level=warn x=1',
  ])('that is not logfmt stays text: %s', (text) => {
    expect(open(text)).toMatchObject({ message: text, fields: [] });
  });

  test('of CRI gives time, stream and text', () => {
    expect(open('2026-01-02T03:04:05.678123456Z stderr F cart is full')).toEqual({
      timeMs: AT,
      timeNanos: 123456,
      message: 'cart is full',
      fields: ['stream', 'stderr'],
    });
    expect(open('2026-01-02T03:04:05.678Z stdout P cart is')).toMatchObject({
      message: 'cart is',
      fields: ['stream', 'stdout', 'logtag', 'P'],
    });
  });

  test('of CRI that holds JSON is opened again, with the envelope’s time', () => {
    const text =
      '2026-01-02T03:04:05.678Z stdout F {"level":"error","msg":"m","time":"2026-01-02T00:00:00Z"}';
    expect(open(text)).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'm',
      fields: ['stream', 'stdout', 'level', 'error', 'time', '2026-01-02T00:00:00Z'],
    });
  });

  test('of Docker gives time, stream and text without its newline', () => {
    const text = JSON.stringify({
      log: 'level=info msg=hi\n',
      stream: 'stdout',
      time: '2026-01-02T03:04:05.678Z',
    });
    expect(open(text)).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'hi',
      fields: ['stream', 'stdout', 'level', 'info'],
    });
  });

  test.each([
    ['<187>77: *Jan  2 03:04:05.678: ', '', AT],
    ['<187>77: edge-1: 000012: .Jan  2 03:04:05.678 MESZ: ', 'edge-1', AT],
    ['<187>: 2026 Jan  2 03:04:05.678 UTC: ', '', AT],
    ['<187>77: 1w2d: ', '', NaN],
    ['<187>Jan  2 2026 03:04:05.678 edge-1 : ', 'edge-1', AT],
    ['Jan  2 03:04:05.678 192.0.2.7 ', '192.0.2.7', AT],
    ['Jan  2 03:04:05.678 192.0.2.7 77: *Jan  2 03:04:01: ', '192.0.2.7', AT],
  ])(
    'of a device has its host and no program, neither the count nor the kind of message: %s',
    (head, host, timeMs) => {
      const message = '%LINK-3-UPDOWN: Interface Te0/0/1, changed state to down';
      const { fields, ...rest } = open(`${head}${message}`);
      expect(rest).toMatchObject({ message, timeMs });
      const own = fields.slice(fields.indexOf('facility') === -1 ? 0 : 4);
      expect(own).toEqual(host === '' ? [] : ['host', host]);
    },
  );

  test('of syslog whose tag is a number names no program', () => {
    expect(open('<13>77: all is well')).toMatchObject({
      message: '77: all is well',
      fields: ['severity', 'notice', 'facility', 'user'],
    });
  });

  test('of syslog gives time, host, program, pid and content', () => {
    expect(open('Jun 14 15:16:01 box1 sshd(pam)[77]: session opened')).toEqual({
      timeMs: Date.UTC(2026, 5, 14, 15, 16, 1),
      timeNanos: 0,
      message: 'session opened',
      fields: ['host', 'box1', 'program', 'sshd(pam)', 'pid', '77'],
    });
    expect(open('<34>Oct 11 22:14:15 su: failed for alice')).toEqual({
      timeMs: Date.UTC(2025, 9, 11, 22, 14, 15),
      timeNanos: 0,
      message: 'failed for alice',
      fields: ['severity', 'crit', 'facility', 'auth', 'program', 'su'],
    });
    expect(open('<13>words only')).toMatchObject({
      timeMs: NaN,
      message: 'words only',
      fields: ['severity', 'notice', 'facility', 'user'],
    });
  });

  test('of RFC 5424 gives its structured data too', () => {
    const text =
      '<165>1 2026-01-02T03:04:05.678Z box1 shop - ID47 [cart@1 size="3" note="a \\"b\\" \\]"][x@2] \ufeffis full';
    expect(open(text)).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'is full',
      fields: [
        'severity',
        'notice',
        'facility',
        'local4',
        'host',
        'box1',
        'program',
        'shop',
        'msgid',
        'ID47',
        'cart@1.size',
        '3',
        'cart@1.note',
        'a "b" ]',
      ],
    });
  });

  test('of plain text keeps its words and takes the time at its head', () => {
    const text = '2026-01-02 03:04:05,678 INFO cart.Add: full';
    expect(open(text)).toEqual({ timeMs: AT, timeNanos: 0, message: text, fields: [] });
    const access = '10.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200';
    expect(open(access)).toMatchObject({ timeMs: AT - 678, message: access });
    expect(open('no time here').timeMs).toBeNaN();
  });

  test('without a zone is of the zone that was set', () => {
    const parameters = { rawText: { zoneOffsetMinutes: 60 } };
    expect(open('2026-01-02 04:04:05,678 x', {}, parameters).timeMs).toBe(AT);
    expect(open('{"time":"2026-01-02 04:04:05,678","msg":"m"}', {}, parameters).timeMs).toBe(AT);
    expect(open('Jan  2 04:04:05 box1 su: x', {}, parameters).timeMs).toBe(AT - 678);
  });

  test('has the time of its record before its own, and its own fields before those of its record', () => {
    const text = '{"time":"2020-01-01T00:00:00Z","service":"inner","msg":"m","a":1}';
    const record = open(text, { _time: '2026-01-02T03:04:05.678Z', service: 'outer' });
    expect(record).toEqual({
      timeMs: AT,
      timeNanos: 0,
      message: 'm',
      fields: ['service', 'inner', 'time', '2020-01-01T00:00:00Z', 'orig.service', 'outer', 'a', '1'],
    });
  });

  test('cannot claim reserved fields, and ignored ones are dropped', () => {
    const text = '{"msg":"m","presage_class":"normal","_stream":"x","secret":"s"}';
    expect(open(text, {}, { ignoreFields: ['secret'] }).fields).toEqual([
      'orig.presage_class',
      'normal',
      'orig._stream',
      'x',
    ]);
  });

  test('of any text never throws, and names no field twice', () => {
    const piece = fc.constantFrom(
      '{"log":"',
      '"}',
      'level=',
      'info',
      ' ',
      'msg=',
      '"',
      '\\',
      '<34>',
      '1 ',
      '- ',
      'Jan  2 03:04:05',
      'box1',
      'su[7]: ',
      '2026-01-02T03:04:05Z',
      'stdout F ',
      '[a b="c"]',
      ',"stream":"stdout"',
      '\n',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((p) => p.join('')),
    );
    fc.assert(
      fc.property(
        text.filter((t) => t !== ''),
        (message) => {
          const { fields, timeNanos } = open(message, { host: 'h', level: 'l' });
          const names = fields.filter((_, i) => i % 2 === 0);
          expect(new Set(names).size).toBe(names.length);
          expect(fields).not.toContain('');
          expect(timeNanos >= 0 && timeNanos < 1e6).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
