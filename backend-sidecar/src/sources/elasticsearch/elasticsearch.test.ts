import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, shown, TEST_LIMITS, type Sent } from '../intake.fixture.ts';
import type { InsertReply, InsertRoute } from '../source.ts';
import { bulkRoutes } from './route.ts';
import { stubRoutes } from './stubs.ts';

let intake: CountingIntake;
let routes: InsertRoute[];
const newRoutes = (): InsertRoute[] => bulkRoutes({ intake, limits: TEST_LIMITS });
beforeEach(() => {
  intake = new CountingIntake();
  routes = newRoutes();
});

function send(body: string | Uint8Array, sent: Sent = {}): Promise<InsertReply> {
  const [route] = routes;
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

  const statuses = (reply: InsertReply): number[] =>
    (jsonOf(reply) as { items: Record<string, { status: number }>[] }).items.map(
      (item) => Object.values(item)[0]?.status ?? 0,
    );
  const created = (...ids: readonly (string | undefined)[]): string =>
    ndjson(...ids.flatMap((_id) => [{ create: { _id } }, { message: _id ?? 'none' }]));
  const stored = (): string[] => intake.records().map(({ message }) => message);

  test('a document with an id is stored once, in whichever requests it comes; one without each time', async () => {
    await send(created('a', 'b', undefined));
    const reply = await send(created('b', 'c', 'a', 'c', undefined, 'd'));
    expect(statuses(reply)).toEqual([201, 201, 201, 201, 201, 201]);
    await send(created('a', 'd'));
    expect(stored()).toEqual(['a', 'b', 'none', 'c', 'none', 'd']);
  });

  test('the same id of another index or tenant is another document', async () => {
    await send(created('a'));
    await send(created('a'), { path: '/insert/elasticsearch/web/_bulk' });
    await send(created('a'), { tenant: '9:9' });
    expect(stored()).toEqual(['a', 'a', 'a']);
  });

  test('index replaces: another text with the same id is another line, the same text is not', async () => {
    const index = (message: string): string => ndjson({ index: { _id: 'a' } }, { message });
    for (const message of ['one', 'two', 'one']) await send(index(message));
    expect(stored()).toEqual(['one', 'two']);
  });

  test('a document that was refused is no known one, and told by its place among all', async () => {
    await send(created('a'));
    const mixed = `${created('a')}{"create":{"_id":"b"}}\nnot json\n${created('c')}`;
    expect(statuses(await send(mixed))).toEqual([201, 400, 201]);
    expect(statuses(await send(mixed))).toEqual([201, 400, 201]);
    expect(statuses(await send(created('b')))).toEqual([201]);
    expect(stored()).toEqual(['a', 'c', 'b']);
  });

  test('with debug=1 nothing is remembered', async () => {
    await send(created('a'), { query: 'debug=1' });
    await send(created('a'));
    expect(stored()).toEqual(['a']);
  });

  test('a request whose documents all have ids has a key of its own, which outlives a restart', async () => {
    const keyAfterStart = async (body: string): Promise<string | undefined> => {
      intake = new CountingIntake();
      routes = newRoutes();
      await send(body);
      return intake.kept[0]?.idempotencyKey;
    };
    const first = await keyAfterStart(created('a', 'b'));
    expect(first).toMatch(/^es /);
    expect(await keyAfterStart(created('a', 'b'))).toBe(first);
    expect(await keyAfterStart(created('b', 'a'))).not.toBe(first);
    expect(await keyAfterStart(created('a', 'b').replace('"message":"b"', '"message":"c"'))).not.toBe(first);
    expect(await keyAfterStart(created('a', undefined))).toBeUndefined();
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
        routes = newRoutes();
        const reply = await send(lines.join('\n'));
        const { items = [] } = jsonOf(reply) as { items?: Record<string, { status: number }>[] };
        const taken = items.filter((item) => Object.values(item)[0]?.status === 201).length;
        // Equal documents of one id are one line.
        expect(taken).toBeGreaterThanOrEqual(intake.records().length);
        if (!lines.includes('{"index":{"_id":"1"}}')) expect(taken).toBe(intake.records().length);
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
