import { DEFAULT_STREAM_FIELDS, LIMITS, type Template } from '@presage/contract';
import { TEMPLATE_STREAM_FIELD, TEMPLATE_STREAM_VALUE } from '@presage/contract';
import type { LogRecord } from '../pipeline/record.ts';
import type { Sample, Verdict } from '../pipeline/verdict.ts';

/** Least score that is written on a row; below it the line is ordinary and the field would only cost space. */
const WRITTEN_SCORE = 0.5;

/** `,"name":` of every field name seen, so that names are escaped once. Emptied when senders invent too many. */
const names = new Map<string, string>();
const NAMES_KEPT = 10_000;

/** The part of a row that all lines of a verdict share. */
const verdictTails = new WeakMap<Verdict, string>();

/** Names and values of a record that leaves room for one more field of its row. */
const ROOMY = 2 * (LIMITS.fieldsPerLine - 10);

/** What was said of a line. */
export interface Decision {
  readonly verdict: Verdict;
  readonly score: number;
  /** As all that is told of services names it; undefined = nothing says it. */
  readonly service: string | undefined;
}

/**
 * A decided line in VictoriaLogs' jsonline form, without the line end; an undecided one has none of our fields but the id. A line
 * that says its service by another name (`service.name`, `app`, …) gets `service` too, by which templates, counters, scores and
 * alerts name it: lines are filtered, grouped and linked by it.
 */
export function encodeRow(
  record: LogRecord,
  time: string,
  eventId: string,
  decision: Decision | undefined,
): string {
  const { fields } = record;
  let service = decision?.service;
  let row = `{"_time":"${time}","_msg":${JSON.stringify(record.message)}`;
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (name === 'service') service = undefined;
    row += keyOf(name) + JSON.stringify(fields[i + 1]);
  }
  if (service !== undefined && fields.length < ROOMY) row += `,"service":${JSON.stringify(service)}`;
  row += `,"presage_event_id":"${eventId}"`;
  if (!decision) return `${row}}`;
  row += tailOf(decision.verdict);
  const { score } = decision;
  return score >= WRITTEN_SCORE ? `${row},"presage_score":"${score.toFixed(2)}"}` : `${row}}`;
}

function keyOf(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size >= NAMES_KEPT) names.clear();
  const key = `,${JSON.stringify(name)}:`;
  names.set(name, key);
  return key;
}

function tailOf(verdict: Verdict): string {
  let tail = verdictTails.get(verdict);
  if (tail === undefined) {
    tail = `,"presage_class":"${verdict.class}","presage_severity":"${verdict.severity}","presage_template_id":"${verdict.templateId}"`;
    verdictTails.set(verdict, tail);
  }
  return tail;
}

/** RFC 3339 with nine digits, as every store is given; the second's text is kept because neighbours share it. */
export class TimeText {
  #second = Number.NaN;
  #prefix = '';

  of(ms: number, nanos: number): string {
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = new Date(second * 1000).toISOString().slice(0, -4);
    }
    const fraction = (ms - second * 1000) * 1_000_000 + nanos;
    return `${this.#prefix}${String(fraction).padStart(9, '0')}Z`;
  }
}

/** Stream fields of a line: those its sender named, else the usual ones that it has. */
export function streamFieldsOf(record: LogRecord, named: readonly string[] | undefined): readonly string[] {
  if (named) return named.length <= LIMITS.streamFields ? named : named.slice(0, LIMITS.streamFields);
  const { fields } = record;
  let mask = 0;
  for (let i = 0; i < fields.length; i += 2) {
    const at = DEFAULT_STREAM_FIELDS.indexOf(fields[i] ?? '');
    if (at >= 0) mask |= 1 << at;
  }
  return STREAM_FIELD_SETS[mask] ?? [];
}

const STREAM_FIELD_SETS = Array.from({ length: 1 << DEFAULT_STREAM_FIELDS.length }, (_, mask) =>
  DEFAULT_STREAM_FIELDS.filter((_name, at) => (mask & (1 << at)) !== 0),
);

/** A template as a row of the reserved stream. */
export function encodeTemplate(template: Template, time: string): string {
  const { template: text, ...rest } = template;
  return JSON.stringify({
    _time: time,
    _msg: text,
    [TEMPLATE_STREAM_FIELD]: TEMPLATE_STREAM_VALUE,
    template_id: rest.template_id,
    service: rest.service,
    template_row: JSON.stringify(template),
  });
}

/** A sample as a line of Prometheus text with its time in milliseconds. Single-node stores know the tenant only by its label. */
export function encodeSample({ name, labels, value, timeMs }: Sample, tenant: string): string {
  const pairs = Object.entries({ ...labels, tenant }).map(
    ([label, text]) => `${label}="${text.replace(/[\\"\n]/g, escapeLabel)}"`,
  );
  return `${name}{${pairs.join(',')}} ${value} ${timeMs}`;
}

function escapeLabel(character: string): string {
  return character === '\n' ? '\\n' : `\\${character}`;
}
