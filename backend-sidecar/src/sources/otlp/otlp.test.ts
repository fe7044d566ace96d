import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, shown, TEST_LIMITS, type Sent } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { decoded, protobufRequest } from './otlp.fixture.ts';
import { otlpRoute } from './route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

const send = (sent: Sent): Promise<InsertReply> => sendTo(otlpRoute({ intake, limits: TEST_LIMITS }), sent);
const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };
const bytesOf = (reply: InsertReply): Uint8Array => Buffer.from(reply.body as Buffer);

const text = (stringValue: string) => ({ stringValue });
const attributes = [
  { key: 'http.route', value: text('/pay') },
  { key: 'count', value: { intValue: '-9007199254740993' } },
  { key: 'share', value: { doubleValue: 0.25 } },
  { key: 'again', value: { boolValue: true } },
  { key: 'tags', value: { arrayValue: { values: [text('a'), { intValue: '2' }] } } },
  { key: 'user', value: { kvlistValue: { values: [{ key: 'id', value: text('u1') }] } } },
  { key: 'empty', value: text('') },
];
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const request = (ids: { traceId: unknown; spanId: unknown }) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: text('checkout') }] },
      scopeLogs: [
        {
          scope: { name: 'shop.pay', version: '1.2' },
          logRecords: [
            {
              timeUnixNano: '1772600767008000009',
              severityNumber: 17,
              severityText: '',
              body: text('payment refused'),
              attributes,
              ...ids,
            },
            { observedTimeUnixNano: '1772600768000000000', severityText: 'WARN', body: text('slow') },
          ],
        },
      ],
    },
  ],
});
const ROWS = [
  {
    _msg: 'payment refused',
    _time: 1_772_600_767_008,
    severity: 'error',
    severity_number: '17',
    trace_id: TRACE,
    span_id: SPAN,
    'http.route': '/pay',
    count: '-9007199254740993',
    share: '0.25',
    again: 'true',
    tags: '["a",2]',
    'user.id': 'u1',
    'service.name': 'checkout',
    'scope.name': 'shop.pay',
    'scope.version': '1.2',
  },
  {
    _msg: 'slow',
    _time: 1_772_600_768_000,
    severity: 'WARN',
    'service.name': 'checkout',
    'scope.name': 'shop.pay',
    'scope.version': '1.2',
  },
];

describe('OpenTelemetry logs', () => {
  test('protobuf and JSON give the same rows', async () => {
    const ids = { traceId: Buffer.from(TRACE, 'hex'), spanId: Buffer.from(SPAN, 'hex') };
    const first = await send({
      body: gzipSync(protobufRequest(request(ids))),
      headers: { ...PROTOBUF_TYPE, 'content-encoding': 'gzip' },
    });
    const second = await send({
      body: JSON.stringify(request({ traceId: TRACE, spanId: SPAN })),
      headers: JSON_TYPE,
    });
    expect(intake.records().map(shown)).toEqual([...ROWS, ...ROWS]);
    expect(intake.records()[0]?.timeNanos).toBe(9);
    expect(intake.kept[0]?.parameters.streamFields).toEqual(['service.name']);
    expect([first.status, bytesOf(first).length]).toEqual([200, 0]);
    expect([second.status, second.body]).toEqual([200, '{}']);
  });

  test('a body of fields becomes fields, with the message found among them', async () => {
    const body = {
      kvlistValue: {
        values: [
          { key: 'message', value: text('done') },
          { key: 'ms', value: { intValue: '5' } },
        ],
      },
    };
    const ask = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: '1772600767008000009', body }] }] }],
    };
    await send({ body: JSON.stringify(ask), headers: JSON_TYPE });
    await send({ body: protobufRequest(ask), headers: PROTOBUF_TYPE });
    const row = { _msg: 'done', _time: 1_772_600_767_008, ms: '5' };
    expect(intake.records().map(shown)).toEqual([row, row]);
  });

  test('kinds of values that there are not are no values, and zeros before a number are left out', async () => {
    const odd: object[] = [{ constructor: 1 }, { toString: 1 }, { intValue: '007' }, { intValue: '-0' }];
    const logRecords = odd.map((value) => ({ body: text('m'), attributes: [{ key: 'odd', value }] }));
    const body = JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: odd[0] }, ...logRecords] }] }],
    });
    const reply = await send({ body, headers: JSON_TYPE });
    expect(jsonOf(reply)).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
    expect(intake.records().map((record) => shown(record)['odd'])).toEqual([undefined, undefined, '7', '0']);
  });

  test('a record without text or fields is refused and told as a partial success, the others are kept', async () => {
    const records = [{ timeUnixNano: '1' }, { timeUnixNano: '1772600767008000009', body: text('kept') }];
    const ask = { resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] };
    const asJson = await send({ body: JSON.stringify(ask), headers: JSON_TYPE });
    const asProtobuf = await send({ body: protobufRequest(ask), headers: PROTOBUF_TYPE });
    const { length } = intake.records();
    expect(length).toBe(2);
    expect(jsonOf(asJson)).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
    expect(decoded('Response', bytesOf(asProtobuf))).toMatchObject({
      partialSuccess: { rejectedLogRecords: '1' },
    });
  });

  test.each([
    ['JSON', JSON_TYPE, (reply: InsertReply) => jsonOf(reply)],
    ['protobuf', PROTOBUF_TYPE, (reply: InsertReply) => decoded('Status', bytesOf(reply))],
  ])('an unreadable %s body is refused in its own form and nothing is kept', async (_name, headers, read) => {
    const reply = await send({ body: Buffer.from([10, 200, 1, 7]), headers });
    expect(reply.status).toBe(400);
    expect(read(reply)).toMatchObject({ code: 3 });
    expect([intake.kept.length, intake.held]).toEqual([0, 0]);
  });

  test('under pressure the exporter is told when to come again', async () => {
    intake.refusal = new PresageError('not_ready', 'starting', { retryAfter: 5 });
    const reply = await send({
      body: protobufRequest(request({ traceId: '', spanId: '' })),
      headers: PROTOBUF_TYPE,
    });
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(decoded('Status', bytesOf(reply))).toMatchObject({ code: 14 });
  });

  test('values nested without end are refused', async () => {
    const nested = (levels: number) => {
      let value: object = text('x');
      for (let level = 0; level < levels; level++) value = { arrayValue: { values: [value] } };
      return { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: value }] }] }] };
    };
    expect((await send({ body: JSON.stringify(nested(100)), headers: JSON_TYPE })).status).toBe(400);
    expect((await send({ body: protobufRequest(nested(40)), headers: PROTOBUF_TYPE })).status).toBe(400);
  });

  test('any bytes are refused or read, and the room is given back', async () => {
    const cut = protobufRequest(request({ traceId: '', spanId: '' }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat(cut.length).map((end) => cut.slice(0, end)),
      fc
        .tuple(fc.nat(cut.length - 1), fc.nat(255))
        .map(([at, byte]) => cut.map((old, i) => (i === at ? byte : old))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        expect([200, 400]).toContain((await send({ body, headers: PROTOBUF_TYPE })).status);
        expect(intake.held).toBe(0);
      }),
    );
  });
});
