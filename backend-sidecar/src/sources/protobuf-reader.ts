/**
 * Walks a protobuf message by its tags; unknown fields are skipped, as the format asks.
 * Whatever is broken ends as a PresageError, so that nothing of a cut body is stored.
 */
import protobuf from 'protobufjs/minimal.js';
import { PresageError } from '../errors.ts';

export type ProtobufReader = protobuf.Reader;

/** Opens a message. */
export function protobufOf(bytes: Uint8Array): ProtobufReader {
  return protobuf.Reader.create(bytes);
}

/**
 * Calls `take` for each field up to `end`; `take` reads the field's value and answers true, or leaves it and answers false.
 * `tag` is the field's number and wire type as protobuf writes them: `number << 3 | type`.
 */
export function eachField(reader: ProtobufReader, end: number, take: (tag: number) => boolean): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag < 8) throw new RangeError('a field has the number 0');
    if (!take(tag)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError('a message is longer than its length says');
}

/** As eachField, over a message inside the message. */
export function eachInnerField(reader: ProtobufReader, take: (tag: number) => boolean): void {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message ends behind the body');
  eachField(reader, end, take);
}

/** The tag of a field whose value is a varint, 8 bytes, or has a length. */
export const varintTag = (field: number): number => field << 3;
export const wideTag = (field: number): number => (field << 3) | 1;
export const lengthTag = (field: number): number => (field << 3) | 2;

/** 8 bytes, unsigned, as decimal digits. */
export function fixed64Text(reader: ProtobufReader): string {
  const low = reader.fixed32();
  return ((BigInt(reader.fixed32()) << 32n) | BigInt(low)).toString();
}

/** A varint of 64 bits with sign, as decimal digits: a number would lose those of large ones. */
export function int64Text(reader: ProtobufReader): string {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (reader.pos >= reader.len) throw new RangeError('a number ends behind the body');
    const byte = reader.buf[reader.pos++] ?? 0;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return BigInt.asIntN(64, value).toString();
  }
  throw new RangeError('a number has more than ten bytes');
}

/** @throws PresageError `bad_request` in place of what the reader throws on broken bytes */
export function readingProtobuf<Read>(what: string, read: () => Read): Read {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof PresageError) throw thrown;
    throw new PresageError(
      'bad_request',
      `The body is not a whole ${what} message; nothing of it was stored.`,
      {
        cause: thrown,
      },
    );
  }
}
