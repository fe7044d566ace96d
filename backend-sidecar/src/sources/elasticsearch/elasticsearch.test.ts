import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, shown, TEST_LIMITS, type Sent } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { bulkRoutes } from './route.ts';
import { stubRoutes } from './stubs.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

function send(body: string | Uint8Array, sent: Sent = {}): Promise<InsertReply> {
  const route = bulkRoutes({ intake, limits: TEST_LIMITS })[0];
  if (route === undefined) throw new Error('there is no bulk route');
  return sendTo(route, {
    body,
    headers: { 'content-type': 'application/x-ndjson' },
    path: '/_bulk',
    ...sent,
  });
}

const ndjson = (...lines: readonly unknown[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('the bulk API', () => {
  test('keeps each document as it was written, with the time of its shipper', async () => {
    const body =
      '{"create":{}}\n{"@timestamp":"2026-03-04T05:06:07.008Z","message":"started","n":12345678901234567890}\n';
    const reply = await send(gzipSync(body), { headers: { 'content-encoding': 'gzip' } });
    expect(reply).toMatchObject({ status: 200, headers: { 'x-elastic-product': 'Elasticsearch' } });
    expect(jsonOf(reply)).toMatchObject({
      errors: false,
      items: [{ create: { status: 201, result: 'created' } }],
    });
    expect(intake.records().map(shown)).toEqual([
      { _msg: 'started', _time: Date.UTC(2026, 2, 4, 5, 6, 7, 8), n: '12345678901234567890' },
    ]);
  });

  test('says of each item what became of it', async () => {
    const reply = await send(
      `${ndjson({ index: { _index: 'shop' } }, { message: 'one' })}{"create":{"_id":"7"}}\nnot json\n` +
        ndjson(
          { delete: { _id: '1' } },
          { update: { _id: '2' } },
          { doc: {} },
          { create: {} },
          { message: 'two' },
        ),
      { path: '/insert/elasticsearch/web/_bulk' },
    );
    expect(jsonOf(reply)).toMatchObject({
      errors: true,
      items: [
        { index: { _index: 'shop', status: 201 } },
        { create: { _index: 'web', _id: '7', status: 400, error: { type: 'document_parsing_exception' } } },
        { delete: { status: 400 } },
        { update: { status: 400 } },
        { create: { _index: 'web', status: 201 } },
      ],
    });
    expect(intake.records().map(({ message }) => message)).toEqual(['one', 'two']);
  });

  test('more than ten refused documents are each told', async () => {
    const reply = await send(
      '{"create":{}}\nbroken\n'.repeat(25) + ndjson({ create: {} }, { message: 'good' }),
    );
    const { items } = jsonOf(reply) as { items: { create: { status: number } }[] };
    expect(items.map(({ create }) => create.status)).toEqual([...Array<number>(25).fill(400), 201]);
  });

  test.each([
    ['a line that is no action', ndjson({ create: {} }, { message: 'one' }, { other: {} }, {})],
    ['an action without a document', ndjson({ create: {} }, { message: 'one' }, { create: {} })],
    ['text', 'hello\n'],
  ])('%s is refused in the form of Elasticsearch, and nothing is kept', async (_what, body) => {
    const reply = await send(body);
    expect(reply.status).toBe(400);
    expect(jsonOf(reply)).toMatchObject({ status: 400, error: { type: 'illegal_argument_exception' } });
    expect(intake.kept).toEqual([]);
  });

  test('under pressure the whole request is to come again', async () => {
    intake.refusal = new PresageError('busy', 'full', { retryAfter: 1.2 });
    const reply = await send(ndjson({ create: {} }, { message: 'one' }));
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    expect(jsonOf(reply)).toMatchObject({ error: { type: 'es_rejected_execution_exception' } });
    expect(intake.held).toBe(0);
  });

  test('a request whose documents all have ids is known when it comes again; another is not', async () => {
    const withIds = ndjson({ create: { _id: 'a' } }, { message: 'one' });
    await send(withIds);
    await send(withIds);
    await send(ndjson({ create: { _id: 'b' } }, { message: 'one' }));
    await send(ndjson({ create: {} }, { message: 'one' }));
    const [first, second, other, none] = intake.kept.map(({ idempotencyKey }) => idempotencyKey);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(none).toBeUndefined();
  });

  test('of any lines, each document has one item, and the room is given back', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        '{"create":{}}',
        '{"index":{"_id":"1"}}',
        '{"delete":{}}',
        '{"message":"x"}',
        '{',
        '',
        '\u0000',
      ),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        intake = new CountingIntake();
        const reply = await send(lines.join('\n'));
        const { items = [] } = jsonOf(reply) as { items?: Record<string, { status: number }>[] };
        const created = items.filter((item) => Object.values(item)[0]?.status === 201).length;
        expect(created).toBe(intake.records().length);
        expect(intake.held).toBe(0);
      }),
    );
  });
});

describe('what shippers ask first', () => {
  const ask = (method: string, path: string): Promise<InsertReply> => {
    const route = stubRoutes().find((each) => each.method === method && each.paths.includes(path));
    if (route === undefined) throw new Error(`no stub for ${method} ${path}`);
    return sendTo(route, { path });
  };

  test.each([
    '/insert/elasticsearch',
    '/insert/elasticsearch/',
    '/_license',
    '/insert/elasticsearch/_ilm/policy/*',
  ])('GET and HEAD %s say yes, in the name of the product', async (path) => {
    const reply = await ask('GET', path);
    expect(reply).toMatchObject({ status: 200, headers: { 'x-elastic-product': 'Elasticsearch' } });
    expect(jsonOf(reply)).toBeInstanceOf(Object);
    expect((await ask('HEAD', path)).body).toBe('');
  });
});
