import { crc32 } from 'node:zlib';
import type { Entry, EntryHead } from './journal.ts';

/**
 * One entry as bytes: a head of fixed size with a CRC of its own, then the body. A reader that has lost its place
 * looks for the next magic whose head CRC is right; a head that is right gives the length, whatever became of the body.
 * Frozen; little-endian; CRC-32 as in zlib, started with the segment's salt.
 *
 * | at | bytes | what                                                              |
 * | -- | ----- | ----------------------------------------------------------------- |
 * |  0 |     4 | magic F5 50 52 52 (F5 occurs in no UTF-8 text, then `PRR`)        |
 * |  4 |     1 | version, 1                                                        |
 * |  5 |     1 | type                                                              |
 * |  6 |     1 | flags: bit 0 = backfill, others zero                              |
 * |  7 |     1 | zero                                                              |
 * |  8 |     4 | length of the whole record                                        |
 * | 12 |     4 | head CRC: bytes 0–11 and 16–39                                    |
 * | 16 |     4 | body CRC: bytes 40–end                                            |
 * | 20 |     8 | sequence of its first line                                        |
 * | 28 |     8 | arrival, ns since 1970, int64                                     |
 * | 36 |     4 | count of lines                                                    |
 * | 40 | 2 + n | tenant: length, UTF-8                                             |
 * |    | 2 + n | source                                                            |
 * |    | 2 + n | position                                                          |
 * |    | 4 + n | parameters                                                        |
 * |    |     … | payload, to the end                                               |
 */
export const HEAD_BYTES = 40;
const VERSION = 1;
const BACKFILL = 1;
/** As bytes, to search for; as a number, to compare. */
export const RECORD_MAGIC = Buffer.from([0xf5, 0x50, 0x52, 0x52]);
const MAGIC = RECORD_MAGIC.readUInt32LE(0);
const FIXED_BYTES = HEAD_BYTES + 2 + 2 + 2 + 4;
/** A larger entry is a mistake of the caller's. */
const MAX_RECORD_BYTES = 2 ** 30;
/** Payloads up to here are copied behind their head, so that a record is one buffer; larger ones are written from where they are. */
const COPY_LIMIT = 16 * 1024;
const U32 = 2 ** 32;

/** When and as what an entry came; given once, in call order. */
export interface Stamp {
  readonly sequence: number;
  readonly arrivalMs: number;
  readonly arrivalNanos: number;
}

export interface EncodedRecord {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
}

/** Bytes of the record. Throws RangeError on an entry that the layout cannot hold. */
export function recordBytes(head: EntryHead, payload: readonly Uint8Array[]): number {
  const short = [head.tenant, head.source, head.position].map((text) => Buffer.byteLength(text));
  if (short.some((bytes) => bytes > 0xffff)) throw new RangeError('tenant, source or position over 64 KiB');
  if (!isWithin(head.type, 0, 0xff)) throw new RangeError(`entry type ${head.type} is not a byte`);
  if (!isWithin(head.count, 1, U32 - 1)) throw new RangeError(`an entry of ${head.count} lines`);
  let bytes = FIXED_BYTES + Buffer.byteLength(head.parameters);
  for (const length of short) bytes += length;
  for (const part of payload) bytes += part.length;
  if (bytes > MAX_RECORD_BYTES) throw new RangeError(`an entry of ${bytes} bytes, over 1 GiB`);
  return bytes;
}

function isWithin(value: number, least: number, greatest: number): boolean {
  return Number.isInteger(value) && value >= least && value <= greatest;
}

/** `bytes` from recordBytes. A large payload is not copied: it must stay unchanged until it is written. */
export function encodeRecord(
  head: EntryHead,
  stamp: Stamp,
  payload: readonly Uint8Array[],
  bytes: number,
  salt: number,
): EncodedRecord {
  let payloadBytes = 0;
  for (const part of payload) payloadBytes += part.length;
  const copied = payloadBytes <= COPY_LIMIT;
  const record = Buffer.allocUnsafe(copied ? bytes : bytes - payloadBytes);
  let at = writeTexts(record, head);
  if (copied) for (const part of payload) at = put(record, part, at);
  let bodyCrc = crc32(record.subarray(HEAD_BYTES), salt);
  if (!copied) for (const part of payload) bodyCrc = crc32(part, bodyCrc);
  writeHead(record, head, stamp, bytes, bodyCrc, salt);
  return { parts: copied ? [record] : [record, ...payload], bytes };
}

function put(record: Buffer, part: Uint8Array, at: number): number {
  record.set(part, at);
  return at + part.length;
}

function writeTexts(record: Buffer, head: EntryHead): number {
  let at = HEAD_BYTES;
  for (const text of [head.tenant, head.source, head.position]) {
    const length = record.write(text, at + 2);
    record.writeUInt16LE(length, at);
    at += 2 + length;
  }
  const length = record.write(head.parameters, at + 4);
  record.writeUInt32LE(length, at);
  return at + 4 + length;
}

function writeHead(
  record: Buffer,
  head: EntryHead,
  stamp: Stamp,
  bytes: number,
  bodyCrc: number,
  salt: number,
): void {
  record.writeUInt32LE(MAGIC, 0);
  record[4] = VERSION;
  record[5] = head.type;
  record[6] = head.backfill ? BACKFILL : 0;
  record[7] = 0;
  record.writeUInt32LE(bytes, 8);
  record.writeUInt32LE(bodyCrc, 16);
  record.writeUInt32LE(stamp.sequence % U32, 20);
  record.writeUInt32LE(Math.floor(stamp.sequence / U32), 24);
  record.writeBigInt64LE(BigInt(stamp.arrivalMs) * 1_000_000n + BigInt(stamp.arrivalNanos), 28);
  record.writeUInt32LE(head.count, 36);
  record.writeUInt32LE(headCrc(record, 0, salt), 12);
}

function headCrc(bytes: Buffer, at: number, salt: number): number {
  return crc32(bytes.subarray(at + 16, at + HEAD_BYTES), crc32(bytes.subarray(at, at + 12), salt));
}

/** Length of the record whose head stands at `at` (HEAD_BYTES of it must be there); 0 = no head of ours. */
export function claimedBytes(bytes: Buffer, at: number, salt: number): number {
  if (bytes.readUInt32LE(at) !== MAGIC || bytes[at + 4] !== VERSION) return 0;
  const length = bytes.readUInt32LE(at + 8);
  if (length < FIXED_BYTES || length > MAX_RECORD_BYTES) return 0;
  return headCrc(bytes, at, salt) === bytes.readUInt32LE(at + 12) ? length : 0;
}

/** Behind the last sequence of a record whose head is right. */
export function sequenceEnd(bytes: Buffer, at: number): number {
  return readSequence(bytes, at) + bytes.readUInt32LE(at + 36);
}

function readSequence(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at + 24) * U32 + bytes.readUInt32LE(at + 20);
}

/** The entry of a record whose head is right; undefined = its body is damaged. The payload is a view of `bytes`. */
export function decodeRecord(bytes: Buffer, at: number, length: number, salt: number): Entry | undefined {
  const record = bytes.subarray(at, at + length);
  if (crc32(record.subarray(HEAD_BYTES), salt) !== record.readUInt32LE(16)) return undefined;
  const arrival = record.readBigInt64LE(28);
  const tenantEnd = HEAD_BYTES + 2 + record.readUInt16LE(HEAD_BYTES);
  const sourceEnd = tenantEnd + 2 + record.readUInt16LE(tenantEnd);
  const positionEnd = sourceEnd + 2 + record.readUInt16LE(sourceEnd);
  const parametersEnd = positionEnd + 4 + record.readUInt32LE(positionEnd);
  return {
    type: record.readUInt8(5),
    backfill: (record.readUInt8(6) & BACKFILL) !== 0,
    sequence: readSequence(record, 0),
    arrivalMs: Number(arrival / 1_000_000n),
    arrivalNanos: Number(arrival % 1_000_000n),
    count: record.readUInt32LE(36),
    tenant: record.toString('utf8', HEAD_BYTES + 2, tenantEnd),
    source: record.toString('utf8', tenantEnd + 2, sourceEnd),
    position: record.toString('utf8', sourceEnd + 2, positionEnd),
    parameters: record.toString('utf8', positionEnd + 4, parametersEnd),
    payload: record.subarray(parametersEnd),
  };
}
