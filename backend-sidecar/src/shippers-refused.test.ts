// What a shipper hears through the real server when it may not send, when it should come again, and when something broke.
import { describe, expect, test } from '@jest/globals';
import type { ErrorCode } from '@presage/contract';
import { PresageError } from './errors.ts';
import { BOOK, fakeApi, TOKENS } from './http/api.fixture.ts';
import { serve } from './http/serve.fixture.ts';
import { protocolRoutes } from './shippers-routes.fixture.ts';
import { CountingIntake } from './sources/intake.fixture.ts';
import { nativeBlock } from './sources/native/native.fixture.ts';
import { snappyPush } from './sources/loki/loki.fixture.ts';
import { decoded, protobufRequest } from './sources/otlp/otlp.fixture.ts';

let intake = new CountingIntake();
const routes = protocolRoutes(() => intake);
const open = await serve(fakeApi({ insertRoutes: routes }).api);
const closed = await serve(fakeApi({ insertRoutes: routes, tokens: BOOK }).api);

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/x-protobuf';
const record = { body: { stringValue: 'one' } };
const otlp = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
const pushed = [{ labels: '{app="cart"}', entries: [{ line: 'one' }] }];
const native = nativeBlock([{ tags: {}, nanos: 1n, fields: { '': 'one' } }]);
const firehose = { requestId: 'r1', records: [{ data: Buffer.from('one').toString('base64') }] };
const rpcStatus = (bytes: Buffer): unknown => decoded('Status', bytes);
const json = (bytes: Buffer): unknown => JSON.parse(bytes.toString());
const text = (bytes: Buffer): unknown => bytes.toString();

interface Protocol {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly body: string | Uint8Array;
  /** The error's form in this protocol, when it says `message`; `google.rpc` codes for OTLP. */
  readonly read: (bytes: Buffer) => unknown;
  readonly error: (message: unknown, status: number) => unknown;
}

const common = (message: unknown): unknown => ({ error: { code: expect.any(String), message } });
const rpcCode = (status: number): number => ({ 401: 16, 403: 7 })[status] ?? 14;
const elastic = (message: unknown, status: number): unknown => ({
  status,
  error: { type: expect.any(String), reason: message, root_cause: [{ reason: message }] },
});

const PROTOCOLS: readonly Protocol[] = [
  {
    name: 'jsonline',
    path: '/insert/jsonline',
    type: 'text/plain',
    body: '{"_msg":"one"}',
    read: json,
    error: common,
  },
  {
    name: 'native',
    path: '/insert/native?version=v1',
    type: 'application/octet-stream',
    body: native,
    read: json,
    error: common,
  },
  {
    name: 'bulk',
    path: '/_bulk',
    type: 'application/x-ndjson',
    body: '{"create":{}}\n{"message":"one"}\n',
    read: json,
    error: elastic,
  },
  {
    name: 'Loki, JSON',
    path: '/loki/api/v1/push',
    type: JSON_TYPE,
    body: '{"streams":[{"stream":{},"values":[["1","one"]]}]}',
    read: text,
    error: (message) => message,
  },
  {
    name: 'Loki, protobuf',
    path: '/insert/loki/api/v1/push',
    type: PROTOBUF,
    body: snappyPush(pushed),
    read: text,
    error: (message) => message,
  },
  {
    name: 'OTLP, JSON',
    path: '/insert/opentelemetry/v1/logs',
    type: JSON_TYPE,
    body: JSON.stringify(otlp),
    read: json,
    error: (message, status) => ({ code: rpcCode(status), message }),
  },
  {
    name: 'OTLP, protobuf',
    path: '/v1/logs',
    type: PROTOBUF,
    body: protobufRequest(otlp),
    read: rpcStatus,
    error: (message, status) => ({ code: rpcCode(status), message }),
  },
  {
    name: 'Firehose',
    path: '/insert/firehose',
    type: JSON_TYPE,
    body: JSON.stringify(firehose),
    read: json,
    error: (errorMessage) => ({ requestId: 'r1', timestamp: expect.any(Number), errorMessage }),
  },
];

/** Plain text, or an object that has at least these. */
function expectForm(found: unknown, wanted: unknown): void {
  if (typeof found === 'string') expect(found).toEqual(wanted);
  else expect(found).toMatchObject(wanted as Record<string, unknown>);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function send(
  url: string,
  { path, type, body }: Protocol,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': type, 'x-amz-firehose-request-id': 'r1', ...headers },
    body: Buffer.from(body),
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe.each(PROTOCOLS)('$name', (protocol) => {
  const { read, error } = protocol;

  test('is taken while all is well', async () => {
    intake = new CountingIntake();
    expect([200, 204]).toContain((await send(open.url, protocol)).status);
    expect(intake.records()).toMatchObject([{ message: 'one' }]);
  });

  test.each<[ErrorCode, number, number]>([
    ['busy', 429, 2],
    ['journal_full', 429, 10],
    ['not_ready', 503, 5],
  ])('%s is told with %d and Retry-After, so that it comes again', async (code, status, retryAfter) => {
    intake = new CountingIntake();
    intake.refusal = new PresageError(code, 'Come again.', { retryAfter });
    const answer = await send(open.url, protocol);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, String(retryAfter)]);
    expectForm(read(answer.bytes), error(expect.stringContaining('Come again.'), status));
    expect(intake.held).toBe(0);
  });

  test('no room for its body is told before the body is read', async () => {
    intake = new CountingIntake();
    intake.reserve = () => {
      throw new PresageError('busy', 'Too much in flight.', { retryAfter: 1 });
    };
    const answer = await send(open.url, protocol);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });

  test('a broken promise of our own is a 503 that says nothing of it, never a 500', async () => {
    intake = new CountingIntake();
    intake.refusal = new TypeError('cannot read secret of undefined');
    const answer = await send(open.url, protocol);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.bytes.toString()).not.toContain('secret');
    expectForm(read(answer.bytes), error(expect.stringContaining('unforeseen'), 503));
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['without a token', {}, 401, 'token'],
    ['with an unknown token', { authorization: 'Bearer guessed' }, 401, 'not known'],
    ['with a token that may only read', { authorization: `Bearer ${TOKENS.read}` }, 403, 'role'],
    [
      "with another tenant's token",
      { authorization: `Bearer ${TOKENS.otherIngest}`, accountid: '8' },
      403,
      'tenant',
    ],
  ])('%s is refused in its own words', async (_title, headers, status, words) => {
    intake = new CountingIntake();
    const answer = await send(closed.url, protocol, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate') !== null).toBe(status === 401);
    expectForm(read(answer.bytes), error(expect.stringContaining(words), status));
    expect(intake.kept).toEqual([]);
  });

  test.each([
    ['Bearer', { authorization: `Bearer ${TOKENS.ingest}` }],
    ['Basic', { authorization: `Basic ${Buffer.from(`anyone:${TOKENS.ingest}`).toString('base64')}` }],
  ])('is taken with a token by %s', async (_scheme, headers) => {
    intake = new CountingIntake();
    expect([200, 204]).toContain((await send(closed.url, protocol, headers)).status);
    expect(intake.kept.length).toBe(1);
  });
});

test('Firehose brings its token in a header of its own', async () => {
  intake = new CountingIntake();
  const [firehoseProtocol] = PROTOCOLS.slice(-1);
  if (firehoseProtocol === undefined) throw new Error('there is no Firehose');
  const answer = await send(closed.url, firehoseProtocol, { 'x-amz-firehose-access-key': TOKENS.ingest });
  expect(answer.status).toBe(200);
});

test('the questions of Elasticsearch shippers are refused in its form too', async () => {
  const response = await fetch(`${closed.url}/insert/elasticsearch/_license`);
  expect(response.status).toBe(401);
  expect(response.headers.get('x-elastic-product')).toBe('Elasticsearch');
  expect(await response.json()).toMatchObject({ error: { type: 'security_exception' }, status: 401 });
});
