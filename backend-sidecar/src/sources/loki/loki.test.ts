import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compress } from 'snappyjs';
import { PresageError } from '../../errors.ts';
import { CountingIntake, sendTo, shown, TEST_LIMITS, type Sent } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { readLabels } from './labels.ts';
import { snappyPush } from './loki.fixture.ts';
import { lokiRoutes } from './route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

function send(sent: Sent): Promise<InsertReply> {
  const route = lokiRoutes({ intake, limits: TEST_LIMITS })[0];
  if (route === undefined) throw new Error('there is no push route');
  return sendTo(route, sent);
}
const JSON_TYPE = { 'content-type': 'application/json' };
const PROTOBUF_TYPE = { 'content-type': 'application/x-protobuf' };
const sendJson = (body: unknown, query = ''): Promise<InsertReply> =>
  send({ body: JSON.stringify(body), headers: JSON_TYPE, query });

describe("Loki's push", () => {
  test('a JSON push keeps time, line, labels and metadata', async () => {
    const reply = await sendJson({
      streams: [
        {
          stream: { app: 'shop', env: 'prod' },
          values: [
            ['1772600767008000009', 'order 17 taken', { trace_id: 'ab12' }],
            ['1772600767009000000', 'order 18 taken'],
          ],
        },
      ],
    });
    expect(reply).toMatchObject({ status: 204, body: '' });
    expect(intake.records().map(shown)).toEqual([
      { _msg: 'order 17 taken', _time: 1_772_600_767_008, app: 'shop', env: 'prod', trace_id: 'ab12' },
      { _msg: 'order 18 taken', _time: 1_772_600_767_009, app: 'shop', env: 'prod' },
    ]);
    expect(intake.records()[0]?.timeNanos).toBe(9);
    expect(intake.kept[0]).toMatchObject({ tenant: '7:3', parameters: { streamFields: ['app', 'env'] } });
  });

  test('a protobuf push in a snappy block says the same, whether a header names snappy or not', async () => {
    const body = snappyPush([
      {
        labels: '{app="shop", note="a \\"b\\"\\n\\u00e9"}',
        entries: [
          {
            timestamp: { seconds: 1_772_600_767, nanos: 8_000_009 },
            line: 'order 17 taken',
            structuredMetadata: [{ name: 'trace_id', value: 'ab12' }],
          },
        ],
      },
    ]);
    await send({ body, headers: PROTOBUF_TYPE });
    await send({ body, headers: { ...PROTOBUF_TYPE, 'content-encoding': 'snappy' } });
    const row = {
      _msg: 'order 17 taken',
      _time: 1_772_600_767_008,
      app: 'shop',
      note: 'a "b"\né',
      trace_id: 'ab12',
    };
    expect(intake.records().map(shown)).toEqual([row, row]);
    expect(intake.records()[0]?.timeNanos).toBe(9);
  });

  test('a gzipped push and the older JSON form are read', async () => {
    const old = { streams: [{ labels: '{app="a"}', entries: [{ ts: '2026-03-04T05:06:07Z', line: 'x' }] }] };
    await send({
      body: gzipSync(JSON.stringify(old)),
      headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    });
    expect(intake.records().map(shown)).toEqual([
      { _msg: 'x', _time: Date.UTC(2026, 2, 4, 5, 6, 7), app: 'a' },
    ]);
  });

  test('a JSON line is opened into fields unless the sender asks to leave it', async () => {
    const push = { streams: [{ stream: {}, values: [['1772600767008000009', '{"msg":"in","code":7}']] }] };
    await sendJson(push);
    await sendJson(push, 'disable_message_parsing=1');
    const [opened, left] = intake.records().map(shown);
    expect(opened).toMatchObject({ _msg: 'in', code: '7' });
    expect(left).toMatchObject({ _msg: '{"msg":"in","code":7}' });
  });

  test('of more labels than a stream may have, those that tell streams apart make it', async () => {
    const names = 'a b c d e f g h i j service'.split(' ');
    const stream = Object.fromEntries(names.map((name) => [name, 'x']));
    await sendJson({ streams: [{ stream, values: [['1', 'x']] }] });
    expect(intake.kept[0]?.parameters.streamFields).toEqual('service a b c d e f g'.split(' '));
  });

  test('a broken entry is set aside and told; the others are kept', async () => {
    const reply = await sendJson({
      streams: [{ stream: { a: 'b' }, values: [['1', 'good'], [2], 'x', ['1', 5]] }],
    });
    expect(reply.status).toBe(400);
    expect(String(reply.body)).toContain('3 of 4 lines were refused');
    expect(intake.records().map(({ message }) => message)).toEqual(['good']);
  });

  test.each([
    ['no JSON', { body: 'x', headers: JSON_TYPE }, 400, 'JSON object'],
    ['no streams', { body: '{}', headers: JSON_TYPE }, 400, '"streams"'],
    [
      'labels that cannot be read',
      { body: '{"streams":[{"stream":"a=b","values":[]}]}', headers: JSON_TYPE },
      400,
      'Stream 1',
    ],
    ['no snappy', { body: 'x', headers: PROTOBUF_TYPE }, 400, 'snappy'],
    [
      'a cut message',
      { body: compress(Buffer.from([10, 200, 1, 1])), headers: PROTOBUF_TYPE },
      400,
      'Loki push',
    ],
    [
      'a form',
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'snappy',
    ],
  ])('%s is refused in plain words and nothing is kept', async (_what, sent, status, word) => {
    const reply = await send(sent);
    expect(reply.status).toBe(status);
    expect(String(reply.body)).toContain(word);
    expect([intake.kept.length, intake.held]).toEqual([0, 0]);
  });

  test('a snappy block cut anywhere is refused', async () => {
    const line = 'order taken '.repeat(20) + 'x'.repeat(400);
    const block = snappyPush([{ labels: '{a="b"}', entries: [{ line }] }]);
    for (let end = 0; end < block.length; end++)
      expect((await send({ body: block.slice(0, end), headers: PROTOBUF_TYPE })).status).toBe(400);
    expect((await send({ body: block, headers: PROTOBUF_TYPE })).status).toBe(204);
    expect(intake.records().map(({ message }) => message)).toEqual([line]);
  });

  test('a snappy block that says it is larger than a body may be is refused before it is opened', async () => {
    const reply = await send({
      body: Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
      headers: PROTOBUF_TYPE,
    });
    expect(reply.status).toBe(400);
  });

  test('under pressure the push is to come again', async () => {
    intake.refusal = new PresageError('journal_full', 'full', { retryAfter: 10 });
    const reply = await sendJson({ streams: [{ stream: {}, values: [['1', 'x']] }] });
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '10' } });
  });

  test('any bytes are refused or kept, never both lost and acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        intake = new CountingIntake();
        const { status } = await send({ body: compress(bytes), headers: PROTOBUF_TYPE });
        expect([204, 400]).toContain(status);
        expect(intake.held).toBe(0);
      }),
    );
  });
});

describe('readLabels', () => {
  test.each([
    ['{}', []],
    [
      '{a="1",b="2",}',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      '{ a = "x,y}" , b=`raw\\n` }',
      [
        ['a', 'x,y}'],
        ['b', 'raw\\n'],
      ],
    ],
    ['{a="\\t\\x41\\101\\U0001F600"}', [['a', '\tAA😀']]],
    ['a="1"', undefined],
    ['{a="1" b="2"}', undefined],
    ['{a="1}', undefined],
  ])('%s', (text, labels) => {
    expect(readLabels(text)).toEqual(labels);
  });
});
