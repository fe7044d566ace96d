/** OpenTelemetry's ExportLogsServiceRequest in protobuf. Resource and scope may stand behind their records: they are read first. */
import {
  eachField,
  eachInnerField,
  fixed64Text,
  lengthTag,
  protobufOf,
  readingProtobuf,
  varintTag,
  wideTag,
  type ProtobufReader,
} from '../protobuf-reader.ts';
import { readAnyValue, readKeyValue } from './any-value.ts';
import {
  attributesJson,
  emptyRecord,
  lineOf,
  scopeJson,
  type Attribute,
  type OtlpRecord,
} from './log-row.ts';
import type { OtlpLogs } from './otlp-logs.ts';

const RESOURCE_LOGS = lengthTag(1);
const RESOURCE = lengthTag(1);
const SCOPE_LOGS = lengthTag(2);
const SCOPE = lengthTag(1);
const RECORDS = lengthTag(2);
const ATTRIBUTES_OF_RESOURCE = lengthTag(1);
const NAME = lengthTag(1);
const VERSION = lengthTag(2);
const ATTRIBUTES_OF_SCOPE = lengthTag(3);

interface Scope {
  readonly json: string;
  readonly records: readonly OtlpRecord[];
}

/** @throws PresageError `bad_request` */
export function readProtobufLogs(bytes: Uint8Array): OtlpLogs {
  return readingProtobuf('OTLP logs', () => {
    const reader = protobufOf(bytes);
    const resourceNames = new Set<string>();
    let lines = '';
    eachField(reader, reader.len, (tag) => {
      if (tag !== RESOURCE_LOGS) return false;
      lines += readResourceLogs(reader, resourceNames);
      return true;
    });
    return { lines, resourceNames };
  });
}

function readResourceLogs(reader: ProtobufReader, resourceNames: Set<string>): string {
  let resource: Attribute[] = [];
  const scopes: Scope[] = [];
  eachInnerField(reader, (tag) => {
    if (tag === RESOURCE) resource = readAttributes(reader, ATTRIBUTES_OF_RESOURCE);
    else if (tag === SCOPE_LOGS) scopes.push(readScopeLogs(reader));
    else return false;
    return true;
  });
  for (const [name] of resource) resourceNames.add(name);
  const shared = attributesJson(resource);
  let lines = '';
  for (const { json, records } of scopes) for (const record of records) lines += lineOf(record, shared, json);
  return lines;
}

function readAttributes(reader: ProtobufReader, wanted: number): Attribute[] {
  const attributes: Attribute[] = [];
  eachInnerField(reader, (tag) => tag === wanted && attributes.push(readKeyValue(reader)) > 0);
  return attributes;
}

function readScopeLogs(reader: ProtobufReader): Scope {
  let json = '';
  const records: OtlpRecord[] = [];
  eachInnerField(reader, (tag) => {
    if (tag === SCOPE) json = readScope(reader);
    else if (tag === RECORDS) records.push(readRecord(reader));
    else return false;
    return true;
  });
  return { json, records };
}

function readScope(reader: ProtobufReader): string {
  let name = '';
  let version = '';
  const attributes: Attribute[] = [];
  eachInnerField(reader, (tag) => {
    if (tag === NAME) name = reader.string();
    else if (tag === VERSION) version = reader.string();
    else if (tag === ATTRIBUTES_OF_SCOPE) attributes.push(readKeyValue(reader));
    else return false;
    return true;
  });
  return scopeJson(name, version, attributes);
}

type Take = (record: OtlpRecord, reader: ProtobufReader) => void;

/** Field of a LogRecord → what it fills. */
const RECORD_FIELDS: ReadonlyMap<number, Take> = new Map<number, Take>([
  [wideTag(1), (record, reader) => (record.timeUnixNano = fixed64Text(reader))],
  [varintTag(2), (record, reader) => (record.severityNumber = reader.int32())],
  [lengthTag(3), (record, reader) => (record.severityText = reader.string())],
  [lengthTag(5), (record, reader) => (record.body = readAnyValue(reader))],
  [lengthTag(6), (record, reader) => record.attributes.push(readKeyValue(reader))],
  [lengthTag(9), (record, reader) => (record.traceId = hexOf(reader))],
  [lengthTag(10), (record, reader) => (record.spanId = hexOf(reader))],
  [wideTag(11), (record, reader) => (record.observedTimeUnixNano = fixed64Text(reader))],
  [lengthTag(12), (record, reader) => (record.eventName = reader.string())],
]);

function readRecord(reader: ProtobufReader): OtlpRecord {
  const record = emptyRecord();
  eachInnerField(reader, (tag) => {
    const take = RECORD_FIELDS.get(tag);
    take?.(record, reader);
    return take !== undefined;
  });
  return record;
}

/** Ids of zeros are the format's way to say that there is none. */
function hexOf(reader: ProtobufReader): string {
  const bytes = reader.bytes();
  return bytes.some((byte) => byte !== 0) ? Buffer.from(bytes).toString('hex') : '';
}
