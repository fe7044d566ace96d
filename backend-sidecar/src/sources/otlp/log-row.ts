/**
 * An OpenTelemetry log record as a row, the same from protobuf and from JSON. Attributes keep their names: those of the resource
 * make the stream, those of the scope stand behind `scope.`.
 */
import { jsonLine, jsonPairs, type Pair } from '../json-row.ts';

/** A value as JSON text: an object is flattened where all lines are read, a list stays one text. */
export type Attribute = readonly [name: string, json: string];

export interface OtlpRecord {
  /** Unix nanoseconds in decimal; '0' = not told. */
  timeUnixNano: string;
  observedTimeUnixNano: string;
  severityNumber: number;
  severityText: string;
  /** JSON text; '' = none. */
  body: string;
  /** Hexadecimal, '' = none. */
  traceId: string;
  spanId: string;
  eventName: string;
  attributes: Attribute[];
}

export function emptyRecord(): OtlpRecord {
  return {
    timeUnixNano: '0',
    observedTimeUnixNano: '0',
    severityNumber: 0,
    severityText: '',
    body: '',
    traceId: '',
    spanId: '',
    eventName: '',
    attributes: [],
  };
}

/** `"name":value` of attributes, joined by commas; `prefix` goes before each name. */
export function attributesJson(attributes: readonly Attribute[], prefix = ''): string {
  return attributes
    .filter(([name, json]) => name !== '' && json !== '' && json !== '""' && json !== 'null')
    .map(([name, json]) => `${JSON.stringify(prefix + name)}:${json}`)
    .join(',');
}

/** What all records of a scope share. */
export function scopeJson(name: string, version: string, attributes: readonly Attribute[]): string {
  const pairs: Pair[] = [
    ['scope.name', name],
    ['scope.version', version],
  ];
  return [jsonPairs(pairs), attributesJson(attributes, 'scope.')].filter((part) => part !== '').join(',');
}

/** One line of NDJSON. */
export function lineOf(record: OtlpRecord, resource: string, scope: string): string {
  const own: Pair[] = [
    ['_time', record.timeUnixNano === '0' ? record.observedTimeUnixNano : record.timeUnixNano],
    ['severity', record.severityText === '' ? severityName(record.severityNumber) : record.severityText],
    ['severity_number', record.severityNumber === 0 ? '' : String(record.severityNumber)],
    ['trace_id', record.traceId],
    ['span_id', record.spanId],
    ['event_name', record.eventName],
  ];
  return jsonLine(jsonPairs(own), bodyJson(record), attributesJson(record.attributes), resource, scope);
}

/** A body of fields becomes fields, whose message is found as in any line; any other is the message. */
function bodyJson({ body, eventName }: OtlpRecord): string {
  if (body === '' || body === 'null') return eventName === '' ? '' : `"_msg":${JSON.stringify(eventName)}`;
  const isFields = body.startsWith('{') && body !== '{}';
  if (isFields) return body.slice(1, -1);
  return `"_msg":${body.startsWith('"') ? body : JSON.stringify(body)}`;
}

const NAMES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** 1…24 in steps of four, as OpenTelemetry's data model defines them; '' for what is none. */
function severityName(number: number): string {
  return number >= 1 && number <= 24 ? (NAMES[Math.floor((number - 1) / 4)] ?? '') : '';
}
