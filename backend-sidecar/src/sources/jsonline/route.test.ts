import { PassThrough, type Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, TEST_LIMITS } from '../intake.fixture.ts';
import type { InsertReply, Receipt } from '../source.ts';
import { jsonlineRoute } from './route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

function send(
  body: string | Buffer | Readable,
  headers: Readonly<Record<string, string>> = {},
  query = '',
  limits = TEST_LIMITS,
): Promise<InsertReply> {
  return sendTo(jsonlineRoute({ intake, limits }), { body, headers, query });
}

const codeOf = (reply: Promise<InsertReply>): Promise<string> =>
  reply.then(
    ({ status }) => String(status),
    (thrown: unknown) => (thrown as PresageError).code,
  );

describe('POST /insert/jsonline', () => {
  test('hands on the whole body with its tenant and parameters', async () => {
    const body = '{"_msg":"one"}\n{"_msg":"two"}\n';
    const reply = await send(gzipSync(body), { 'content-encoding': 'gzip' }, '_stream_fields=app');
    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(jsonOf(reply)).toEqual({ accepted: 2, rejected: 0, errors: [] });
    expect(intake.kept).toEqual([
      {
        tenant: '7:3',
        source: 'jsonline',
        backfill: false,
        parameters: { streamFields: ['app'] },
        body: Buffer.from(body),
      },
    ]);
  });

  test('tells of each refused line, and refuses the request only when no line is good', async () => {
    const some = await send('{"_msg":"one"}\nnot json\n');
    expect(some.status).toBe(200);
    expect(jsonOf(some)).toMatchObject({
      accepted: 1,
      rejected: 1,
      errors: [{ line: 2, reason: 'not_json' }],
    });
    const none = await send('not json\n[1]\n');
    expect(none.status).toBe(400);
    expect(jsonOf(none)).toMatchObject({
      accepted: 0,
      rejected: 2,
      error: { code: 'no_valid_line' },
    });
    expect((await send('')).status).toBe(200);
  });

  test.each(['debug=1', 'header'])('%s looks at the lines and keeps none', async (how) => {
    const byHeader = how === 'header';
    const reply = await send('{"_msg":"one"}\n', byHeader ? { 'vl-debug': '1' } : {}, byHeader ? '' : how);
    expect(jsonOf(reply)).toMatchObject({ accepted: 1 });
    expect([intake.kept.length, intake.inspected.length]).toEqual([0, 1]);
  });

  test('passes on an idempotency key, and takes an empty one for none', async () => {
    await send('{"_msg":"one"}\n', { 'idempotency-key': 'k-1' });
    await send('{"_msg":"one"}\n', { 'idempotency-key': ' ' });
    expect(intake.kept.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['k-1', undefined]);
  });

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/html'])(
    'a body of type %s is refused with what to send',
    async (type) => {
      const sent = send('{"_msg":"one"}\n', { 'content-type': type });
      await expect(sent).rejects.toMatchObject({ code: 'unsupported_type', status: 415 });
      await expect(sent).rejects.toThrow('application/stream+json');
    },
  );

  test.each(['', 'application/stream+json', 'Application/JSON; charset=utf-8', 'text/plain'])(
    'a body of type "%s" is read',
    async (type) => {
      expect(await codeOf(send('{"_msg":"one"}\n', { 'content-type': type }))).toBe('200');
    },
  );

  test('nothing is kept and all room is given back, whatever goes wrong', async () => {
    const cut = new PassThrough();
    cut.destroy();
    const cases: readonly [string, () => Promise<InsertReply>][] = [
      ['body_cut', () => send('{"_msg":"one"}\n', { 'content-length': '99' })],
      ['body_cut', () => send(cut)],
      ['body_too_slow', () => send(new PassThrough(), {}, '', { ...TEST_LIMITS, timeoutMs: 50 })],
      ['body_too_large', () => send(Buffer.alloc(2e6))],
      ['body_too_large', () => send('', { 'content-length': '2000000' })],
      ['bad_encoding', () => send('plain', { 'content-encoding': 'gzip' })],
      ['unsupported_encoding', () => send('plain', { 'content-encoding': 'br' })],
      ['bad_request', () => send('{"_msg":"one"}\n', {}, 'extra_fields=x')],
    ];
    for (const [code, reply] of cases) expect(await codeOf(reply())).toBe(code);
    intake.refusal = new PresageError('journal_full', 'full', { retryAfter: 10 });
    expect(await codeOf(send('{"_msg":"one"}\n'))).toBe('journal_full');
    expect(intake.reserved).toBeGreaterThan(0);
    expect([intake.held, intake.kept.length]).toEqual([0, 0]);
  });

  test('of any bytes, every line that is not blank is accepted or refused, and the room is given back', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .constantFrom('{"_msg":"a"}', '{', '}', '"', '\\u', '{"a":{"b":[1,2]}}', '\u0000')
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const body = Buffer.concat(pieces.flatMap((bytes) => [bytes, Buffer.from('\n')]));
        const reply = await send(body);
        const { accepted, rejected } = jsonOf(reply) as Receipt;
        const lines = body
          .toString()
          .split('\n')
          .filter((line) => line.replaceAll(/[ \t\r]/g, '') !== '');
        expect(accepted + rejected).toBe(lines.length);
        expect(reply.status).toBe(accepted === 0 && rejected > 0 ? 400 : 200);
        expect(intake.held).toBe(0);
      }),
    );
  });
});
