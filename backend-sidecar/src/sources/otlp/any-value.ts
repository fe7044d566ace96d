import {
  eachInnerField,
  int64Text,
  lengthTag,
  varintTag,
  wideTag,
  type ProtobufReader,
} from '../protobuf-reader.ts';
import type { Attribute } from './log-row.ts';

const STRING = lengthTag(1);
const BOOL = varintTag(2);
const INT = varintTag(3);
const DOUBLE = wideTag(4);
const LIST = lengthTag(5);
const FIELDS = lengthTag(6);
const BYTES = lengthTag(7);
const ONLY = lengthTag(1);
const KEY = lengthTag(1);
const VALUE = lengthTag(2);

/** Values inside values inside …: no program nests deeper, and an attacker shall not end the stack. */
export const MAX_DEPTH = 32;

/** An `AnyValue` as JSON text; '' for an empty one. */
export function readAnyValue(reader: ProtobufReader, depth = 0): string {
  if (depth > MAX_DEPTH) throw new RangeError('a value is nested too deep');
  let json = '';
  eachInnerField(reader, (tag) => {
    const read = readOne(reader, tag, depth);
    if (read === undefined) return false;
    json = read;
    return true;
  });
  return json;
}

function readOne(reader: ProtobufReader, tag: number, depth: number): string | undefined {
  switch (tag) {
    case STRING:
      return JSON.stringify(reader.string());
    case BOOL:
      return String(reader.bool());
    case INT:
      return int64Text(reader);
    case DOUBLE:
      return doubleJson(reader.double());
    case LIST:
      return readList(reader, depth);
    case FIELDS:
      return readFields(reader, depth);
    case BYTES:
      return JSON.stringify(Buffer.from(reader.bytes()).toString('base64'));
    default:
      return undefined;
  }
}

/** JSON has no word for infinity: such a value stays text. */
function doubleJson(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(String(value));
}

function readList(reader: ProtobufReader, depth: number): string {
  const values: string[] = [];
  eachInnerField(reader, (tag) => {
    if (tag !== ONLY) return false;
    const json = readAnyValue(reader, depth + 1);
    values.push(json === '' ? 'null' : json);
    return true;
  });
  return `[${values.join(',')}]`;
}

function readFields(reader: ProtobufReader, depth: number): string {
  const fields: Attribute[] = [];
  eachInnerField(reader, (tag) => {
    if (tag !== ONLY) return false;
    fields.push(readKeyValue(reader, depth + 1));
    return true;
  });
  return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json === '' ? 'null' : json}`).join(',')}}`;
}

/** A `KeyValue`. */
export function readKeyValue(reader: ProtobufReader, depth = 0): Attribute {
  let name = '';
  let json = '';
  eachInnerField(reader, (tag) => {
    if (tag === KEY) name = reader.string();
    else if (tag === VALUE) json = readAnyValue(reader, depth);
    else return false;
    return true;
  });
  return [name, json];
}
