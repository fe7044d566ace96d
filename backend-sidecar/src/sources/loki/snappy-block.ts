import { uncompress } from 'snappyjs';
import { PresageError } from '../../errors.ts';

/**
 * Opens a snappy block of at most `maxBytes`. The library takes a block cut short for one that ends in zeros, so the block's own
 * lengths are added up first.
 * @throws PresageError `bad_encoding`
 */
export function openSnappyBlock(block: Uint8Array, maxBytes: number): Uint8Array {
  try {
    if (isWhole(block)) return uncompress(block, maxBytes);
  } catch (thrown) {
    throw broken(maxBytes, thrown);
  }
  throw broken(maxBytes, undefined);
}

function broken(maxBytes: number, cause: unknown): PresageError {
  return new PresageError(
    'bad_encoding',
    `The body is not a whole snappy block of at most ${maxBytes} bytes; nothing of it was stored.`,
    { cause },
  );
}

/** Bytes that the block says it holds, its own not yet looked at; 0 when it does not say. */
export function snappyLength(block: Uint8Array): number {
  return headOf(block)?.length ?? 0;
}

/** The length that a block begins with, and where its elements begin. */
function headOf(block: Uint8Array): { length: number; end: number } | undefined {
  let length = 0;
  for (let end = 0, factor = 1; factor <= 2 ** 28; factor *= 128) {
    const byte = block[end++];
    if (byte === undefined) return undefined;
    length += (byte & 127) * factor;
    if (byte < 128) return { length, end };
  }
  return undefined;
}

/** Whether the elements give as many bytes as the block announces, and end with it (snappy's format_description.txt). */
function isWhole(block: Uint8Array): boolean {
  const head = headOf(block);
  if (head === undefined) return false;
  let at = head.end;
  let length = 0;
  while (at < block.length) {
    const element = elementAt(block, at);
    length += element.length;
    at += element.bytes;
  }
  return at === block.length && length === head.length;
}

/** Bytes that an element takes in the block and gives to the output. */
function elementAt(block: Uint8Array, at: number): { bytes: number; length: number } {
  const tag = block[at] ?? 0;
  const upper = tag >> 2;
  if ((tag & 3) === 1) return { bytes: 2, length: (upper & 7) + 4 };
  if ((tag & 3) === 2) return { bytes: 3, length: upper + 1 };
  if ((tag & 3) === 3) return { bytes: 5, length: upper + 1 };
  const extra = Math.max(0, upper - 59);
  let length = extra === 0 ? upper : 0;
  for (let i = extra; i > 0; i--) length = length * 256 + (block[at + i] ?? 0);
  return { bytes: 1 + extra + length + 1, length: length + 1 };
}
