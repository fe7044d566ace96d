/**
 * VictoriaLogs' native rows, as vlagent sends them, one behind the other: tenant (2 × 4 bytes), stream tags, nanoseconds (8 bytes,
 * big end first), then fields. Texts and counts have a varint before them, as in protobuf; a field without a name is the message.
 */
import { jsonLine, jsonPairs, type Pair } from '../json-row.ts';
import { protobufOf, readingProtobuf, type ProtobufReader } from '../protobuf-reader.ts';

export interface NativeRows {
  readonly lines: string;
  /** Names of the stream tags of all rows, each once. */
  readonly streamNames: readonly string[];
}

const TENANT_BYTES = 8;
const TIME_BYTES = 8;

/** @throws PresageError `bad_request` when the body ends within a row */
export function readNativeRows(bytes: Uint8Array): NativeRows {
  return readingProtobuf('native insert', () => {
    const reader = protobufOf(bytes);
    const tagsByText = new Map<string, readonly Pair[]>();
    let lines = '';
    while (reader.pos < reader.len) lines += readRow(reader, tagsByText);
    const names = [...tagsByText.values()].flatMap((tags) => tags.map(([name]) => name));
    return { lines, streamNames: [...new Set(names)] };
  });
}

function readRow(reader: ProtobufReader, tagsByText: Map<string, readonly Pair[]>): string {
  reader.skip(TENANT_BYTES);
  const tags = readTags(reader.bytes(), tagsByText);
  const time = bigEndianText(reader);
  const fields = readPairs(reader);
  const absent = tags.filter(([tag]) => !fields.some(([name]) => name === tag));
  return jsonLine(jsonPairs([['_time', time]]), jsonPairs(fields), jsonPairs(absent));
}

/** The tags of a stream are the same bytes in each of its rows, so they are read once. */
function readTags(bytes: Uint8Array, known: Map<string, readonly Pair[]>): readonly Pair[] {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const found = known.get(key);
  if (found !== undefined) return found;
  const tags = bytes.byteLength === 0 ? [] : readPairs(protobufOf(bytes));
  known.set(key, tags);
  return tags;
}

function readPairs(reader: ProtobufReader): Pair[] {
  const pairs: Pair[] = [];
  for (let left = reader.uint32(); left > 0; left--)
    pairs.push([readText(reader) || '_msg', readText(reader)]);
  return pairs;
}

/** The reader's own way to read a text takes one that ends behind the body for a shorter one. */
function readText(reader: ProtobufReader): string {
  const start = reader.pos;
  const length = reader.uint32();
  if (reader.pos + length > reader.len) throw new RangeError('a text ends behind the body');
  reader.pos = start;
  return reader.string();
}

function bigEndianText(reader: ProtobufReader): string {
  const at = reader.pos;
  reader.skip(TIME_BYTES);
  const { buf } = reader;
  return new DataView(buf.buffer, buf.byteOffset + at, TIME_BYTES).getBigInt64(0).toString();
}
