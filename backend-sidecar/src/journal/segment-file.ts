import { crc32 } from 'node:zlib';

/**
 * A segment's name and header.
 *
 * Name: `<log>-<number, 10 digits>-<sequence of its first line, 16 digits>.segment`. A segment's lines end where
 * the next segment's name says that its own begin: what lies behind was never acknowledged there.
 *
 * The header is kept twice, so that one damaged copy loses nothing. Little-endian. A copy:
 *
 * | at | bytes | what                                                                       |
 * | -- | ----- | -------------------------------------------------------------------------- |
 * |  0 |     4 | magic F5 50 52 53 (F5 occurs in no UTF-8 text, then `PRS`)                 |
 * |  4 |     2 | format, 1                                                                  |
 * |  6 |     2 | zero                                                                       |
 * |  8 |     8 | writer id, [a-z0-9]                                                        |
 * | 16 |     4 | salt: start value of the CRCs of this segment's records, random, a secret  |
 * | 20 |     4 | CRC-32 of bytes 0–19                                                       |
 *
 * The salt keeps bytes that somebody sends as a log line from being taken for a record when a reader resyncs.
 */
const COPY_BYTES = 24;
export const SEGMENT_HEADER_BYTES = 2 * COPY_BYTES;
export const SEGMENT_FORMAT = 1;
const MAGIC = 0x535250f5;

export interface SegmentHeader {
  readonly format: number;
  /** 8 characters of [a-z0-9]. */
  readonly writer: string;
  /** Unsigned 32 bits. */
  readonly salt: number;
}

export function encodeSegmentHeader(writer: string, salt: number): Buffer {
  const copy = Buffer.alloc(COPY_BYTES);
  copy.writeUInt32LE(MAGIC, 0);
  copy.writeUInt16LE(SEGMENT_FORMAT, 4);
  copy.write(writer, 8, 8, 'latin1');
  copy.writeUInt32LE(salt, 16);
  copy.writeUInt32LE(crc32(copy.subarray(0, 20)), 20);
  return Buffer.concat([copy, copy]);
}

/** Undefined = both copies are damaged. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  return decodeCopy(bytes.subarray(0, COPY_BYTES)) ?? decodeCopy(bytes.subarray(COPY_BYTES));
}

function decodeCopy(copy: Buffer): SegmentHeader | undefined {
  if (copy.length < COPY_BYTES || copy.readUInt32LE(0) !== MAGIC) return undefined;
  if (crc32(copy.subarray(0, 20)) !== copy.readUInt32LE(20)) return undefined;
  return {
    format: copy.readUInt16LE(4),
    writer: copy.toString('latin1', 8, 16),
    salt: copy.readUInt32LE(16),
  };
}

export function segmentName(log: string, number: number, firstSequence: number): string {
  return `${log}-${String(number).padStart(10, '0')}-${String(firstSequence).padStart(16, '0')}.segment`;
}

/** Undefined = no segment of this log. */
export function parseSegmentName(
  log: string,
  name: string,
): { number: number; firstSequence: number } | undefined {
  if (!name.startsWith(`${log}-`)) return undefined;
  const match = /^(\d{10,})-(\d{16})\.segment$/.exec(name.slice(log.length + 1));
  return match === null ? undefined : { number: Number(match[1]), firstSequence: Number(match[2]) };
}
