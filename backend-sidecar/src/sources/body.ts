/**
 * A raw request body in, its decompressed bytes out, or an error that says what was wrong. Used by every protocol on the server.
 * Nothing is handed on before the body is complete: a cut one stores nothing.
 */
import type { Readable } from 'node:stream';
import { gunzip, inflate, zstdDecompress } from 'node:zlib';
import { PresageError } from '../errors.ts';

export interface BodyLimits {
  /** As it comes over the wire. */
  readonly maxBytes: number;
  readonly maxDecompressedBytes: number;
  /** Decompressed to compressed, beyond the first MiB. */
  readonly maxRatio: number;
  readonly timeoutMs: number;
}

const RATIO_FREE_BYTES = 1024 * 1024;

/** More frames than any writer makes of one body: each costs a call, however small it is. */
const MAX_FRAMES = 10_000;

/** What came out, and how many bytes of the input went in. */
interface Expanded {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

type Decompress = (input: Buffer, maxOutputLength: number) => Promise<Expanded>;
type ZlibCall = (
  input: Buffer,
  options: { maxOutputLength: number; info: true },
  done: (error: Error | null, result: unknown) => void,
) => void;

const DECOMPRESSORS: Readonly<Record<string, Decompress>> = {
  gzip: decompressor(gunzip),
  'x-gzip': decompressor(gunzip),
  deflate: decompressor(inflate),
  zstd: decompressor(zstdDecompress),
};

/**
 * Reads a body to its end and decompresses it.
 * @throws PresageError `unsupported_encoding`, `body_too_large`, `body_too_slow`, `body_cut`, `bad_encoding`
 */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string | undefined>>,
  limits: BodyLimits,
): Promise<Buffer> {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decompress = DECOMPRESSORS[encoding];
  if (!decompress && encoding !== 'identity' && encoding !== '') {
    throw new PresageError(
      'unsupported_encoding',
      `Content-Encoding ${JSON.stringify(encoding.slice(0, 40))} is not read here; send gzip, zstd, deflate or none.`,
    );
  }
  const raw = await collect(body, headers, limits);
  return decompress ? expand(raw, decompress, encoding, limits) : raw;
}

/**
 * Bytes that a request will hold while it is read: what it says, or a guess when it does not say.
 * @throws PresageError `body_too_large`, so that a request which can never be taken is not told to come back
 */
export function announcedBytes(
  headers: Readonly<Record<string, string | undefined>>,
  limits: BodyLimits,
): number {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (length > limits.maxBytes) throw tooLarge(length, limits.maxBytes, 'PRESAGE_BODY_MAX_BYTES');
  const announced = Number.isSafeInteger(length) && length >= 0 ? length : 64 * 1024;
  return headers['content-encoding'] === undefined
    ? announced
    : Math.min(announced * 8, limits.maxDecompressedBytes);
}

async function collect(
  body: Readable,
  headers: Readonly<Record<string, string | undefined>>,
  limits: BodyLimits,
): Promise<Buffer> {
  const announced = Number(headers['content-length'] ?? Number.NaN);
  if (announced > limits.maxBytes) throw tooLarge(announced, limits.maxBytes, 'PRESAGE_BODY_MAX_BYTES');
  // A connection that is gone already tells so no more.
  if (body.destroyed) throw cut();
  const bytes = await gather(body, limits);
  if (Number.isSafeInteger(announced) && bytes.byteLength !== announced) throw cut();
  return bytes;
}

/** Listens to the stream itself: an async iterator over it costs a third more for each small request. */
function gather(body: Readable, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      fail(
        new PresageError(
          'body_too_slow',
          `The body did not arrive within ${limits.timeoutMs / 1000} s (PRESAGE_BODY_TIMEOUT); nothing of it was stored.`,
        ),
      );
    }, limits.timeoutMs);
    function fail(error: PresageError): void {
      clearTimeout(timer);
      body.removeAllListeners('data');
      body.resume();
      reject(error);
    }
    body.on('data', (piece: Buffer) => {
      size += piece.byteLength;
      if (size > limits.maxBytes) fail(tooLarge(size, limits.maxBytes, 'PRESAGE_BODY_MAX_BYTES'));
      else pieces.push(piece);
    });
    body.once('end', () => {
      clearTimeout(timer);
      resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size));
    });
    body.once('error', () => fail(cut()));
    body.once('close', () => {
      if (!body.readableEnded) fail(cut());
    });
  });
}

async function expand(
  raw: Buffer,
  decompress: Decompress,
  encoding: string,
  limits: BodyLimits,
): Promise<Buffer> {
  const byRatio = Math.max(RATIO_FREE_BYTES, raw.byteLength * limits.maxRatio);
  const most = Math.min(limits.maxDecompressedBytes, byRatio);
  try {
    return await expandFrames(raw, decompress, most);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw byRatio < limits.maxDecompressedBytes
        ? new PresageError(
            'body_too_large',
            `The body expands more than ${limits.maxRatio} times (PRESAGE_BODY_MAX_RATIO); send smaller requests.`,
          )
        : tooLarge(undefined, limits.maxDecompressedBytes, 'PRESAGE_BODY_MAX_DECOMPRESSED_BYTES');
    }
    throw new PresageError(
      'bad_encoding',
      `The body is not whole ${encoding} data; nothing of it was stored.`,
      { cause: thrown },
    );
  }
}

/**
 * Node's zstd ends after the first frame without a word, and deflate ignores what follows; here every byte is read or refused.
 * Zeros behind the last frame are padding.
 */
async function expandFrames(raw: Buffer, decompress: Decompress, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  let rest = raw;
  do {
    const { buffer, engine } = await decompress(rest, Math.max(1, most - size));
    pieces.push(buffer);
    size += buffer.byteLength;
    if (size > most) throw Object.assign(new Error('too large'), { code: 'ERR_BUFFER_TOO_LARGE' });
    if (pieces.length >= MAX_FRAMES || engine.bytesWritten === 0) throw new Error('too many frames');
    rest = rest.subarray(engine.bytesWritten);
  } while (rest.some((byte) => byte !== 0));
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size);
}

function decompressor(call: ZlibCall): Decompress {
  return (input, maxOutputLength) =>
    new Promise((resolve, reject) => {
      call(input, { maxOutputLength, info: true }, (error, result) => {
        if (error) reject(error);
        else resolve(result as Expanded);
      });
    });
}

function tooLarge(size: number | undefined, limit: number, setting: string): PresageError {
  const what = size === undefined ? 'The decompressed body' : `The body of ${size} bytes`;
  return new PresageError(
    'body_too_large',
    `${what} is over the limit of ${limit} bytes (${setting}); send smaller requests.`,
  );
}

function cut(): PresageError {
  return new PresageError(
    'body_cut',
    'The connection ended before the body was complete; nothing of it was stored.',
  );
}
