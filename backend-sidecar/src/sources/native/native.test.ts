import { zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PresageError } from '../../errors.ts';
import { CountingIntake, jsonOf, sendTo, shown, TEST_LIMITS } from '../intake.fixture.ts';
import type { InsertReply } from '../source.ts';
import { nativeBlock } from './native.fixture.ts';
import { nativeRoute } from './route.ts';

let intake: CountingIntake;
beforeEach(() => {
  intake = new CountingIntake();
});

function send(body: Uint8Array, query = 'version=v1', headers: Record<string, string> = {}) {
  return sendTo(nativeRoute({ intake, limits: TEST_LIMITS }), { body, query, headers });
}

const codeOf = (reply: Promise<InsertReply>): Promise<string> =>
  reply.then(
    ({ status }) => String(status),
    (thrown: unknown) => (thrown as PresageError).code,
  );

const BLOCK = nativeBlock([
  {
    tags: { service: 'cart' },
    nanos: 1772600767008123456n,
    fields: { '': 'started', service: 'cart', n: '12345678901234567890' },
  },
  { tags: { service: 'cart', env: 'prod' }, nanos: 1772600767009000000n, fields: { '': 'zwei ü' } },
]);

describe('POST /insert/native', () => {
  test('keeps rows with the nanosecond of their time; stream tags are fields', async () => {
    const reply = await send(zstdCompressSync(BLOCK), 'version=v1', { 'content-encoding': 'zstd' });
    expect(jsonOf(reply)).toEqual({ accepted: 2, rejected: 0, errors: [] });
    expect(intake.records().map(shown)).toEqual([
      {
        _msg: 'started',
        _time: Date.UTC(2026, 2, 4, 5, 6, 7, 8),
        service: 'cart',
        n: '12345678901234567890',
      },
      { _msg: 'zwei ü', _time: Date.UTC(2026, 2, 4, 5, 6, 7, 9), service: 'cart', env: 'prod' },
    ]);
    expect(intake.records()[0]?.timeNanos).toBe(123_456);
    expect(intake.kept[0]).toMatchObject({
      tenant: '7:3',
      source: 'native',
      parameters: { streamFields: ['service', 'env'] },
    });
  });

  test('another version is refused before its bytes are misread', async () => {
    expect(await codeOf(send(BLOCK, 'version=v2'))).toBe('bad_request');
    expect(await codeOf(send(BLOCK, ''))).toBe('bad_request');
  });

  test('a block cut anywhere within a row stores nothing', async () => {
    const firstRow = nativeBlock([{ tags: {}, nanos: 1n, fields: { '': 'x' } }]).byteLength;
    const two = nativeBlock([
      { tags: {}, nanos: 1n, fields: { '': 'x' } },
      { tags: { a: 'b' }, nanos: 2n, fields: { '': 'y' } },
    ]);
    for (let bytes = 1; bytes < two.byteLength; bytes++) {
      if (bytes === firstRow) continue;
      expect(await codeOf(send(two.subarray(0, bytes)))).toBe('bad_request');
    }
    expect(intake.kept).toEqual([]);
  });

  test('no bytes make it fail otherwise, and the room is given back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        expect(['200', '400', 'bad_request']).toContain(await codeOf(send(bytes)));
      }),
    );
    expect(intake.held).toBe(0);
  });
});
