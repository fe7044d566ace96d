/** OpenTelemetry's export request in JSON: camelCase names, 64-bit numbers as text, ids in hexadecimal. Snake case is read too. */
import { PresageError } from '../../errors.ts';
import {
  attributesJson,
  emptyRecord,
  lineOf,
  scopeJson,
  type Attribute,
  type OtlpRecord,
} from './log-row.ts';
import { MAX_DEPTH } from './any-value.ts';
import type { OtlpLogs } from './otlp-logs.ts';

type Unknown = Readonly<Record<string, unknown>>;

/** @throws PresageError `bad_request` when the body is no export request */
export function readJsonLogs(text: string): OtlpLogs {
  const resourceNames = new Set<string>();
  let lines = '';
  for (const resourceLogs of listOf(parsed(text), 'resourceLogs', 'resource_logs')) {
    const resource = attributesOf(objectOf(resourceLogs['resource']));
    for (const [name] of resource) resourceNames.add(name);
    const shared = attributesJson(resource);
    for (const scopeLogs of listOf(resourceLogs, 'scopeLogs', 'scope_logs')) {
      const scope = scopeOf(objectOf(scopeLogs['scope']));
      for (const record of listOf(scopeLogs, 'logRecords', 'log_records'))
        lines += lineOf(recordOf(record), shared, scope);
    }
  }
  return { lines, resourceNames };
}

function parsed(text: string): Unknown {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Told below: the parser's own words would quote the body.
  }
  throw new PresageError('bad_request', 'The body is not a JSON object; nothing of it was stored.');
}

function scopeOf(scope: Unknown): string {
  return scopeJson(textOf(scope['name']), textOf(scope['version']), attributesOf(scope));
}

function recordOf(record: Unknown): OtlpRecord {
  const value = (camel: string, snake: string): unknown => record[camel] ?? record[snake];
  return {
    ...emptyRecord(),
    timeUnixNano: numberText(value('timeUnixNano', 'time_unix_nano')),
    observedTimeUnixNano: numberText(value('observedTimeUnixNano', 'observed_time_unix_nano')),
    severityNumber: severityOf(value('severityNumber', 'severity_number')),
    severityText: textOf(value('severityText', 'severity_text')),
    body: anyJson(record['body'], 0),
    traceId: idOf(value('traceId', 'trace_id')),
    spanId: idOf(value('spanId', 'span_id')),
    eventName: textOf(value('eventName', 'event_name')),
    attributes: attributesOf(record),
  };
}

function attributesOf(holder: Unknown): Attribute[] {
  return listOf(holder, 'attributes', 'attributes').map(
    (pair) => [textOf(pair['key']), anyJson(pair['value'], 0)] as const,
  );
}

/** An `AnyValue` as JSON text; '' for an empty one. */
function anyJson(value: unknown, depth: number): string {
  if (!isObject(value)) return '';
  if (depth > MAX_DEPTH)
    throw new PresageError('bad_request', 'A value is nested too deep; nothing of the body was stored.');
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === undefined || held === null) return '';
  return VALUES.get(kind.replaceAll('_', '').toLowerCase())?.(held, depth) ?? '';
}

/** Kind of value → JSON text. An int64 comes as text so that it keeps its digits. */
const VALUES: ReadonlyMap<string, (held: unknown, depth: number) => string> = new Map([
  ['stringvalue', (held: unknown) => JSON.stringify(textOf(held))],
  ['boolvalue', (held: unknown) => String(held === true || held === 'true')],
  ['intvalue', intJson],
  ['doublevalue', (held: unknown) => JSON.stringify(held)],
  ['bytesvalue', (held: unknown) => JSON.stringify(textOf(held))],
  ['arrayvalue', listJson],
  ['kvlistvalue', fieldsJson],
]);

/** With all digits, but for zeros in front, which JSON has not. */
function intJson(held: unknown): string {
  const text = textOf(held);
  return /^-?\d{1,20}$/.test(text) ? BigInt(text).toString() : JSON.stringify(text);
}

function listJson(held: unknown, depth: number): string {
  const values = listOf(objectOf(held), 'values', 'values');
  return `[${values.map((each) => anyJson(each, depth + 1) || 'null').join(',')}]`;
}

function fieldsJson(held: unknown, depth: number): string {
  const pairs = listOf(objectOf(held), 'values', 'values').map(
    (pair) => `${JSON.stringify(textOf(pair['key']))}:${anyJson(pair['value'], depth + 1) || 'null'}`,
  );
  return `{${pairs.join(',')}}`;
}

/** The objects of a list under one of two names; anything that is none of them makes the request unreadable. */
function listOf(holder: Unknown, camel: string, snake: string): Unknown[] {
  const list = holder[camel] ?? holder[snake] ?? [];
  if (!Array.isArray(list) || !list.every(isObject))
    throw new PresageError('bad_request', `${camel} is no list of objects; nothing of the body was stored.`);
  return list;
}

function severityOf(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(value ?? 0);
  return Number.isInteger(number) ? number : 0;
}

function idOf(value: unknown): string {
  const id = textOf(value).toLowerCase();
  return /^0*$/.test(id) ? '' : id;
}

function numberText(value: unknown): string {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : '0';
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function objectOf(value: unknown): Unknown {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
