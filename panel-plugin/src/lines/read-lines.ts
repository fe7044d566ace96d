/**
 * In: the frames of a panel, of whatever datasource. Out: their log lines in one form, in the order asked for. A frame without log
 * lines gives none; nothing is guessed of a line that it does not say: no class without `presage_class`.
 */
import type { DataFrame } from '@grafana/data';
import { logColumns, cellText, type LogColumns } from './columns';
import { CLASSES, FIELD, serviceOf, type LineSource, type LogLine } from './line';
import { severityNamed, severityOf } from './severity';

export type Order = 'newest' | 'oldest';

/** `sourceOf` says which datasource a frame is of. */
export function readLines(
  frames: readonly DataFrame[],
  sourceOf: (frame: DataFrame) => LineSource,
  order: Order,
): readonly LogLine[] {
  const taken: Taken = new Map();
  const lines = frames.flatMap((frame) => {
    const columns = logColumns(frame);
    return columns === undefined ? [] : linesOf(frame, columns, sourceOf(frame), taken);
  });
  const turn = order === 'newest' ? -1 : 1;
  // The event id breaks ties in the order of arrival; lines without one stay as their datasource gave them.
  return lines.sort(
    (a, b) =>
      turn * (a.timeMs - b.timeMs || a.nanos - b.nanos || compareText(a.eventId ?? '', b.eventId ?? '')),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function linesOf(frame: DataFrame, columns: LogColumns, source: LineSource, taken: Taken): LogLine[] {
  return Array.from({ length: frame.length }, (_, row) => lineAt(columns, row, source, taken));
}

function lineAt(columns: LogColumns, row: number, source: LineSource, taken: Taken): LogLine {
  const fields = columns.fieldsOf(row);
  const message = cellText(columns.body.values[row]);
  const timeMs = millisOf(columns.time.values[row]);
  const nanos = nanosOf(columns, row);
  const eventId = filled(fields[FIELD.eventId]);
  const id = eventId ?? filled(cellText(columns.id?.values[row])) ?? `${timeMs}.${nanos}.${sumOf(message)}`;
  return {
    key: unique(`${source.refId}/${id}`, taken),
    eventId,
    timeMs,
    nanos,
    message,
    fields,
    logClass: CLASSES.find((one) => one === fields[FIELD.class]),
    severity:
      severityNamed(fields[FIELD.severity]) ??
      severityNamed(cellText(columns.severity?.values[row])) ??
      severityOf(fields, message),
    score: scoreOf(fields[FIELD.score]),
    templateId: filled(fields[FIELD.templateId]),
    service: serviceOf(fields),
    corrected: fields[FIELD.corrected] === 'true',
    isJudged: false,
    undecided: undefined,
    source,
  };
}

/** Grafana gives times as numbers; some transformations leave text. NaN would never sort. */
function millisOf(value: unknown): number {
  const ms = typeof value === 'number' ? value : Date.parse(cellText(value));
  return Number.isFinite(ms) ? ms : 0;
}

function nanosOf({ time, timeText }: LogColumns, row: number): number {
  const inMillis = time.nanos?.[row];
  if (inMillis !== undefined) return inMillis;
  const text = cellText(timeText?.values[row]);
  return /^\d{7,}$/.test(text) ? Number(text.slice(-6)) : 0;
}

function scoreOf(text: string | undefined): number | undefined {
  const score = Number(text);
  return text === undefined || text === '' || !Number.isFinite(score) ? undefined : score;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Keys that are given, with the number for the next line that would have the same. */
type Taken = Map<string, number>;

function unique(id: string, taken: Taken): string {
  let [key, place] = [id, taken.get(id) ?? 0];
  if (place > 0) for (key = `${id}~${place}`; taken.has(key); key = `${id}~${place}`) place++;
  taken.set(id, place + 1);
  if (key !== id) taken.set(key, 1);
  return key;
}

/** Of two lines of one time the text tells which is which, also when a refresh puts another before them. */
function sumOf(text: string): string {
  let sum = text.length;
  for (let at = Math.min(text.length, 500) - 1; at >= 0; at--) sum = (sum * 31 + text.charCodeAt(at)) | 0;
  return (sum >>> 0).toString(36);
}
