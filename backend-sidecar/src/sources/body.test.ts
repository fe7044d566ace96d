import { PassThrough, Readable } from 'node:stream';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { announcedBytes, readBody, type BodyLimits } from './body.ts';

const MIB = 1024 * 1024;
const LIMITS: BodyLimits = {
  maxBytes: 4 * MIB,
  maxDecompressedBytes: 16 * MIB,
  maxRatio: 100,
  timeoutMs: 5000,
};
const COMPRESSORS = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
} as const;

type Headers = Readonly<Record<string, string>>;

function read(bytes: Buffer, headers: Headers = {}, limits: Partial<BodyLimits> = {}): Promise<Buffer> {
  return readBody(Readable.from([bytes], { objectMode: false }), headers, { ...LIMITS, ...limits });
}

describe('readBody', () => {
  test.each(Object.entries(COMPRESSORS))('reads %s, also in several frames', async (encoding, compress) => {
    const headers = { 'content-encoding': encoding.toUpperCase() };
    const one = compress(Buffer.from('{"a":1}\n'));
    expect((await read(one, headers)).toString()).toBe('{"a":1}\n');
    expect((await read(Buffer.concat([one, one, one]), headers)).toString()).toBe('{"a":1}\n'.repeat(3));
  });

  test('reads a body without an encoding as it is, in as many pieces as it comes', async () => {
    const pieces = ['one\n', '', 'two\n', 'three'].map((text) => Buffer.from(text));
    const body = await readBody(Readable.from(pieces, { objectMode: false }), {}, LIMITS);
    expect(body.toString()).toBe('one\ntwo\nthree');
    expect((await read(Buffer.alloc(0), { 'content-encoding': 'identity' })).byteLength).toBe(0);
  });

  test('a body shorter or longer than its Content-Length is a cut one', async () => {
    const bytes = Buffer.from('{"a":1}\n');
    await expect(read(bytes, { 'content-length': '9' })).rejects.toMatchObject({
      code: 'body_cut',
      status: 400,
    });
    await expect(read(bytes, { 'content-length': '7' })).rejects.toMatchObject({ code: 'body_cut' });
    await expect(read(bytes, { 'content-length': '8' })).resolves.toEqual(bytes);
  });

  test.each([
    ['closes', undefined],
    ['fails', new Error('ECONNRESET')],
  ])('a connection that %s before the end stores nothing', async (_how, error) => {
    const body = new PassThrough();
    const reading = readBody(body, {}, LIMITS);
    body.write('{"a":1}\n');
    body.destroy(error);
    await expect(reading).rejects.toMatchObject({ code: 'body_cut' });
  });

  test.each(Object.entries(COMPRESSORS))(
    '%s that ends early or is damaged is refused',
    async (encoding, compress) => {
      const headers = { 'content-encoding': encoding };
      const whole = compress(Buffer.from('{"a":"some text that is long enough to be cut"}\n'.repeat(20)));
      for (let length = 0; length < whole.length; length++) {
        await expect(read(whole.subarray(0, length), headers)).rejects.toMatchObject({
          code: 'bad_encoding',
        });
      }
      const followed = Buffer.concat([whole, Buffer.from('{"a":1}\n')]);
      await expect(read(followed, headers)).rejects.toMatchObject({ code: 'bad_encoding' });
    },
  );

  test('a body that expands too far is refused by its ratio before it is expanded', async () => {
    const bomb = Buffer.alloc(8 * MIB);
    for (const [encoding, compress] of Object.entries(COMPRESSORS)) {
      await expect(read(compress(bomb), { 'content-encoding': encoding })).rejects.toMatchObject({
        code: 'body_too_large',
        message: expect.stringContaining('PRESAGE_BODY_MAX_RATIO'),
      });
    }
  });

  test('a body over the decompressed size is refused, also when it comes in frames', async () => {
    const frame = zstdCompressSync(Buffer.alloc(MIB));
    for (const body of [
      zstdCompressSync(Buffer.alloc(8 * MIB)),
      Buffer.concat(Array<Buffer>(8).fill(frame)),
    ]) {
      const limits = { maxDecompressedBytes: 2 * MIB, maxRatio: 1e9 };
      await expect(read(body, { 'content-encoding': 'zstd' }, limits)).rejects.toMatchObject({
        code: 'body_too_large',
        status: 413,
        message: expect.stringContaining('PRESAGE_BODY_MAX_DECOMPRESSED_BYTES'),
      });
    }
  });

  test('the first MiB is free of the ratio', async () => {
    const body = await read(gzipSync(Buffer.alloc(MIB)), { 'content-encoding': 'gzip' });
    expect(body.byteLength).toBe(MIB);
  });

  test('a body over the size is refused by what it says and by what comes', async () => {
    const limits = { maxBytes: 10 };
    const expected = {
      code: 'body_too_large',
      message: expect.stringContaining('PRESAGE_BODY_MAX_BYTES') as unknown,
    };
    await expect(read(Buffer.alloc(1), { 'content-length': '11' }, limits)).rejects.toMatchObject(expected);
    await expect(read(Buffer.alloc(11), {}, limits)).rejects.toMatchObject(expected);
    await expect(read(Buffer.alloc(10), {}, limits)).resolves.toHaveLength(10);
  });

  test('a body that does not come in time is refused, and what comes later is not kept', async () => {
    jest.useFakeTimers();
    try {
      const body = new PassThrough();
      const reading = readBody(body, {}, LIMITS);
      body.write('{"a":1}\n');
      jest.advanceTimersByTime(LIMITS.timeoutMs);
      await expect(reading).rejects.toMatchObject({ code: 'body_too_slow', status: 408 });
      expect(body.listenerCount('data')).toBe(0);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('an encoding that is not read here is refused before the body is', async () => {
    const body = new PassThrough();
    await expect(readBody(body, { 'content-encoding': 'br' }, LIMITS)).rejects.toMatchObject({
      code: 'unsupported_encoding',
      status: 415,
    });
    expect(body.listenerCount('data')).toBe(0);
  });

  test('random bytes in any encoding are read or refused, and never anything else', async () => {
    const known = ['body_cut', 'bad_encoding', 'body_too_large', 'unsupported_encoding'];
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', 'identity', 'gzip', 'deflate', 'zstd', 'br', 'gzip, zstd', '\u0000'),
        fc.option(fc.constantFrom('0', '5', '-1', 'x', '1e9', '99999999999999999999')),
        async (bytes, encoding, length) => {
          const headers = {
            'content-encoding': encoding,
            ...(length === null ? {} : { 'content-length': length }),
          };
          const outcome = await read(Buffer.from(bytes), headers).then(
            () => 'read',
            (thrown: unknown) => (thrown as { code: string }).code,
          );
          expect(['read', ...known]).toContain(outcome);
        },
      ),
    );
  });

  test('however a zstd body is divided into frames, all of it is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 6 }),
        async (parts) => {
          const body = Buffer.concat(parts.map((part) => zstdCompressSync(part)));
          expect(await read(body, { 'content-encoding': 'zstd' })).toEqual(Buffer.concat(parts));
        },
      ),
    );
  });
});

describe('announcedBytes', () => {
  test('is what the request says, a guess when it says nothing, and more when it is compressed', () => {
    expect(announcedBytes({ 'content-length': '1000' }, LIMITS)).toBe(1000);
    expect(announcedBytes({}, LIMITS)).toBe(64 * 1024);
    expect(announcedBytes({ 'content-length': 'x' }, LIMITS)).toBe(64 * 1024);
    expect(announcedBytes({ 'content-length': '1000', 'content-encoding': 'zstd' }, LIMITS)).toBe(8000);
    expect(announcedBytes({ 'content-length': String(4 * MIB), 'content-encoding': 'zstd' }, LIMITS)).toBe(
      16 * MIB,
    );
  });

  test('a request that says it is over the limit is refused for good, not told to come back', () => {
    expect(() => announcedBytes({ 'content-length': String(4 * MIB + 1) }, LIMITS)).toThrow(
      'PRESAGE_BODY_MAX_BYTES',
    );
  });
});
