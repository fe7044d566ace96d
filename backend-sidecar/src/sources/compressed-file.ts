import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, Readable, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const BEGINNING_BYTES = 64 * 1024;

/** A kept file as a stream of its decompressed bytes; told by its first bytes, not by its name. */
export async function readExpanded(path: string, maxBytes: number): Promise<Readable> {
  const head = await firstBytes(path, 4);
  const starts = (magic: readonly number[]): boolean => magic.every((byte, i) => head[i] === byte);
  const limit = limited(maxBytes);
  // pipeline() hands an error of any part to the reader of the last one.
  const done = (): void => undefined;
  if (starts(GZIP)) return pipeline(createReadStream(path), createGunzip(), limit, done);
  if (starts(ZSTD)) return pipeline(Readable.from(zstdFrames(path)), limit, done);
  return pipeline(createReadStream(path), limit, done);
}

/** Node's zstd ends behind the first frame without a word: here each frame is opened where the one before it ended. */
async function* zstdFrames(path: string): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  for (let start = 0; start < size;) {
    const frame = createZstdDecompress();
    pipeline(createReadStream(path, { start }), frame, () => undefined);
    yield* frame as AsyncIterable<Buffer>;
    if (frame.bytesWritten === 0) throw new Error('the file goes on with what is no zstd frame');
    start += frame.bytesWritten;
  }
}

/** What the file begins with, for guessing; '' when it cannot be decompressed. */
export async function beginningOf(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of (await readExpanded(path, Infinity)) as AsyncIterable<Buffer>) {
      pieces.push(piece);
      size += piece.byteLength;
      if (size >= BEGINNING_BYTES) break;
    }
  } catch {
    // What can be read is enough to guess by; the reading itself tells of the error.
  }
  return Buffer.concat(pieces).subarray(0, BEGINNING_BYTES).toString('utf8');
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function limited(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.byteLength;
      if (size > maxBytes) done(new Error(`the file is over ${maxBytes} bytes once decompressed`));
      else done(null, piece);
    },
  });
}
