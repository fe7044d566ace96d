/**
 * A line of a `rows` batch as a row: what the embedded and the memory store keep of it.
 * In: one NDJSON line of the outbox (flat, `_time` in RFC 3339). Out: its parts, all text well-formed, or why it is refused.
 */
import type { RefusedRow, StoredRow } from './store.ts';

/** The fields that the embedded store keeps once per distinct combination instead of once per row. */
export const KIND_FIELDS = ['service', 'presage_class', 'presage_severity', 'presage_template_id'] as const;
export type KindField = (typeof KIND_FIELDS)[number];
export const EVENT_ID_FIELD = 'presage_event_id';
export const SCORE_FIELD = 'presage_score';

export interface RowParts {
  timeMs: number;
  /** 0…999,999 */
  timeNanos: number;
  message: string;
  eventId: string;
  /** Values of KIND_FIELDS, in that order; '' = absent. */
  kind: [service: string, logClass: string, severity: string, templateId: string];
  /** All other fields, without a prototype; none is ''. */
  rest: Record<string, string>;
}

/** The row as readers get it: all its fields again in one place. */
export function storedRowOf(parts: RowParts): StoredRow {
  const fields = parts.rest;
  KIND_FIELDS.forEach((name, at) => {
    const value = parts.kind[at] ?? '';
    if (value !== '') fields[name] = value;
  });
  fields[EVENT_ID_FIELD] = parts.eventId;
  return { timeMs: parts.timeMs, timeNanos: parts.timeNanos, message: parts.message, fields };
}

/** The furthest ahead of the clock that a row may be: as VictoriaLogs' default. */
export const MAX_AHEAD_MS = 2 * 24 * 60 * 60 * 1000;

/** The times that are taken now; both ends inclusive, ms. */
export interface TimeBounds {
  readonly oldestMs: number;
  readonly newestMs: number;
}

export function timeBounds(nowMs: number, retentionMs: number): TimeBounds {
  return { oldestMs: Math.max(0, nowMs - retentionMs), newestMs: nowMs + MAX_AHEAD_MS };
}

/** Why a time is not taken; undefined when it is. */
export function refuseTime(line: string, timeMs: number, bounds: TimeBounds): RefusedRow | undefined {
  if (timeMs < bounds.oldestMs) {
    const message = `The time is before ${isoOf(bounds.oldestMs)}, where the store's retention begins.`;
    return { line, reason: 'too_old', message };
  }
  if (timeMs > bounds.newestMs) {
    return { line, reason: 'too_new', message: 'The time is more than two days ahead of the clock.' };
  }
  return undefined;
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** Reads a line, or says why it cannot be a row. */
export function readRow(line: string, bounds: TimeBounds): RowParts | RefusedRow {
  const fields = readFields(line);
  if (!fields) return rejected(line, 'The row is not a JSON object.');
  const time = parseTime(fields['_time'] ?? '');
  if (!time) return rejected(line, 'The row has no RFC 3339 time in _time.');
  if (!fields[EVENT_ID_FIELD]) return rejected(line, `The row has no ${EVENT_ID_FIELD}.`);
  return refuseTime(line, time.timeMs, bounds) ?? partsOf(time, fields);
}

function rejected(line: string, message: string): RefusedRow {
  return { line, reason: 'store_rejected', message };
}

function partsOf(time: { timeMs: number; timeNanos: number }, fields: Record<string, string>): RowParts {
  const parts: RowParts = {
    timeMs: time.timeMs,
    timeNanos: time.timeNanos,
    message: '',
    eventId: '',
    kind: ['', '', '', ''],
    rest: withoutPrototype(),
  };
  for (const name in fields) put(parts, name, fields[name] ?? '');
  return parts;
}

function put(parts: RowParts, name: string, value: string): void {
  switch (name) {
    case '_time':
      break;
    case '_msg':
      parts.message = value;
      break;
    case EVENT_ID_FIELD:
      parts.eventId = value;
      break;
    case 'service':
      parts.kind[0] = value;
      break;
    case 'presage_class':
      parts.kind[1] = value;
      break;
    case 'presage_severity':
      parts.kind[2] = value;
      break;
    case 'presage_template_id':
      parts.kind[3] = value;
      break;
    default:
      if (value !== '') parts.rest[name] = value;
  }
}

/** All fields of a flat JSON object as text; undefined when it is no object. */
export function readFields(line: string): Record<string, string> | undefined {
  let parsed: unknown;
  try {
    // An escape may hide half a surrogate pair; a line without one is well-formed as the bytes were UTF-8.
    parsed = line.includes('\\u') ? JSON.parse(line, keepText) : JSON.parse(line);
    if (!isRecord(parsed)) return undefined;
    for (const name in parsed)
      if (typeof parsed[name] !== 'string') return asText(JSON.parse(line, keepText));
  } catch {
    return undefined;
  }
  return line.includes('\\u') ? asText(parsed) : (parsed as Record<string, string>);
}

/** A number keeps the digits it was written with. */
function keepText(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function asText(parsed: unknown): Record<string, string> {
  const fields = withoutPrototype();
  for (const [name, value] of Object.entries(parsed as Record<string, unknown>)) {
    if (value === null) continue;
    fields[name.toWellFormed()] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return fields;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object in which no name is special, `__proto__` neither. */
export function withoutPrototype(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 to the nanosecond; undefined when it is not. */
export function parseTime(text: string): { timeMs: number; timeNanos: number } | undefined {
  const [, seconds, fraction = '', zone] = TIME.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const wholeMs = Date.parse(seconds + zone);
  if (Number.isNaN(wholeMs)) return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  return { timeMs: wholeMs + Math.floor(nanos / 1_000_000), timeNanos: nanos % 1_000_000 };
}
