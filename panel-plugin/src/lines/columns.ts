import { FieldType, type DataFrame, type Field } from '@grafana/data';

/** Where in a frame the parts of its lines stand. `fields` gives a row's own fields as text. */
export interface LogColumns {
  readonly time: Field;
  readonly body: Field;
  readonly severity: Field | undefined;
  readonly id: Field | undefined;
  /** Nanoseconds since 1970 as text, where the frame has such a column. */
  readonly timeText: Field | undefined;
  readonly fieldsOf: (row: number) => Readonly<Record<string, string>>;
}

/** Elasticsearch's own columns: never the message, and no fields of the line. */
const DOCUMENT_PARTS = ['_source', '_id', '_index', '_type', 'highlight', 'sort'];
const MESSAGE_NAMES = ['message', 'msg', '_msg', 'line', 'Line', 'log', 'body', 'content', 'event'];

/** The two shapes of log frames; undefined for a frame that has no log lines. */
export function logColumns(frame: DataFrame): LogColumns | undefined {
  const { type, preferredVisualisationType: shownAs = 'logs' } = frame.meta ?? {};
  if (type?.toString() === 'log-lines') return dataplane(frame);
  // Tables and graphs have times and texts too: templates, numbers by label.
  return shownAs === 'logs' ? classic(frame) : undefined;
}

/** https://grafana.com/developers/dataplane/logs: the columns have fixed names. */
function dataplane({ fields }: DataFrame): LogColumns | undefined {
  const named = (name: string, type: FieldType) =>
    fields.find((field) => field.name === name && field.type === type);
  const [time, body] = [named('timestamp', FieldType.time), named('body', FieldType.string)];
  if (time === undefined || body === undefined) return undefined;
  const [severity, id] = [named('severity', FieldType.string), named('id', FieldType.string)];
  const labels = named('labels', FieldType.other);
  const extra = fields.filter(
    (field) => ![time, body, severity, id, labels].includes(field) && field.name !== 'labelTypes',
  );
  return { time, body, severity, id, timeText: undefined, fieldsOf: rowFields(labels, extra, undefined) };
}

/** Loki's, VictoriaLogs' and Elasticsearch's: the first time is the time, the first text that can be a message is the message. */
function classic({ fields }: DataFrame): LogColumns | undefined {
  const time = fields.find(({ type }) => type === FieldType.time);
  const body = messageColumn(fields);
  if (time === undefined || body === undefined) return undefined;
  const named = (name: string) => fields.find((field) => field !== body && field.name === name);
  const severity = named('level') ?? named('detected_level');
  const [id, timeText] = [named('id'), named('tsNs')];
  const labels = fields.find(({ name, type }) => name === 'labels' && type === FieldType.other);
  const parts = [time, body, id, timeText, labels];
  const extra = fields.filter(
    (field) => !parts.includes(field) && !DOCUMENT_PARTS.includes(field.name) && field.name !== 'labelTypes',
  );
  return { time, body, severity, id, timeText, fieldsOf: rowFields(labels, extra, body.labels) };
}

function messageColumn(fields: readonly Field[]): Field | undefined {
  const texts = fields.filter(({ type }) => type === FieldType.string);
  const [first] = texts;
  if (first === undefined || !DOCUMENT_PARTS.includes(first.name)) return first;
  const named = MESSAGE_NAMES.map((name) => texts.find((field) => field.name === name));
  return named.find((field) => field !== undefined) ?? texts.find(({ name }) => name === '_source') ?? first;
}

function rowFields(
  labels: Field | undefined,
  extra: readonly Field[],
  shared: Readonly<Record<string, string>> | undefined,
): LogColumns['fieldsOf'] {
  return (row) => {
    const own = textRecord(labels?.values[row]);
    if (extra.length === 0 && shared === undefined) return own;
    const all: Record<string, string> = { ...shared, ...own };
    for (const field of extra) {
      const text = cellText(field.values[row]);
      if (text !== '') all[field.name] = text;
    }
    return all;
  };
}

/** The record itself where all its values are text already: most frames have thousands of them. */
function textRecord(value: unknown): Readonly<Record<string, string>> {
  const record = typeof value === 'string' ? parsed(value) : value;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return {};
  const entries = Object.entries(record);
  if (entries.every(([, one]) => typeof one === 'string')) return record as Record<string, string>;
  return Object.fromEntries(entries.map(([name, one]) => [name, cellText(one)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Empty for what is not there. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return JSON.stringify(value) ?? '';
}
