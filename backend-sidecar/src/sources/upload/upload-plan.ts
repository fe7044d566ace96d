import type { LineParameters } from '../../pipeline/record.ts';
import { POSITION_FIELD } from '../json-row.ts';

export type UploadFormat = 'csv' | 'jsonl' | 'text';

/** How an uploaded file is read, as asked; what is not asked is guessed from its name and first bytes. */
export interface UploadAsk {
  readonly name: string;
  readonly format: UploadFormat | undefined;
  /** Columns or keys that hold these. */
  readonly message: string | undefined;
  readonly time: string | undefined;
  readonly level: string | undefined;
  readonly service: string | undefined;
  /** Name of the service for lines that name none. */
  readonly serviceName: string | undefined;
  readonly zoneOffsetMinutes: number;
}

/** How it is read, in full. */
export interface UploadPlan {
  readonly format: UploadFormat;
  /** Of CSV. */
  readonly delimiter: string;
  /** CSV columns in order; from the first row, or `column_1` … when that has values. */
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  readonly message: string | undefined;
  readonly time: string | undefined;
  readonly level: string | undefined;
  readonly service: string | undefined;
}

/** Names that columns of logs have in exports, best first. */
const NAMES = {
  message:
    'message msg log_message logmessage log line content event_message text body description event raw',
  time: 'timestamp @timestamp time _time datetime date_time date ts event_time eventtime created_at created',
  level: 'level severity log_level loglevel priority severity_text status_level',
  service: 'service service_name app application source component logger program process container host',
} as const;

const DELIMITERS = [',', ';', '\t', '|'];

/** Plans from the beginning of the (decompressed) file. */
export function planUpload(ask: UploadAsk, beginning: string): UploadPlan {
  const format = ask.format ?? guessFormat(ask.name, beginning);
  if (format !== 'csv') {
    const { message, time, level, service } = ask;
    return { format, delimiter: '', columns: [], hasHeader: false, message, time, level, service };
  }
  const first = beginning.split('\n', 1)[0] ?? '';
  const delimiter = guessDelimiter(first);
  const cells = cellsOf(first, delimiter);
  const hasHeader =
    cells.some((cell) => isKnown(cell)) || cells.every((cell) => /^[\p{L}_@][\w @.-]*$/u.test(cell));
  const columns = hasHeader ? cells : cells.map((_cell, i) => `column_${i + 1}`);
  return {
    format,
    delimiter,
    columns,
    hasHeader,
    message:
      ask.message ?? columnFor('message', columns) ?? longest(columns, beginning, delimiter, hasHeader),
    time: ask.time ?? columnFor('time', columns) ?? firstTime(columns, cells),
    level: ask.level ?? columnFor('level', columns),
    service: ask.service ?? columnFor('service', columns),
  };
}

/** The parameters by which the rows are read on the road. */
export function parametersOf(ask: UploadAsk, plan: UploadPlan): LineParameters {
  const { message, time, format } = plan;
  return {
    ...(message === undefined ? {} : { msgField: [message] }),
    timeField: [...(time === undefined ? [] : [time]), '_time', '@timestamp', 'timestamp', 'time'],
    extraFields: {
      filename: ask.name,
      ...(ask.serviceName === undefined ? {} : { service: ask.serviceName }),
    },
    positionField: POSITION_FIELD,
    ...(format === 'text' ? { rawText: { zoneOffsetMinutes: ask.zoneOffsetMinutes } } : {}),
  };
}

function guessFormat(name: string, beginning: string): UploadFormat {
  const plain = name.toLowerCase().replace(/\.(gz|zst|zstd)$/, '');
  if (plain.endsWith('.csv') || plain.endsWith('.tsv')) return 'csv';
  if (/\.(jsonl|ndjson|json)$/.test(plain)) return 'jsonl';
  const first = beginning.trimStart().split('\n', 1)[0] ?? '';
  if (first.startsWith('{')) return 'jsonl';
  return looksLikeHeader(first) ? 'csv' : 'text';
}

/** A file without a telling name is a table only when its first line names columns of logs. */
function looksLikeHeader(line: string): boolean {
  const cells = cellsOf(line, guessDelimiter(line));
  return cells.length > 1 && cells.filter((cell) => isKnown(cell)).length >= 2;
}

function guessDelimiter(line: string): string {
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function cellsOf(line: string, delimiter: string): string[] {
  return line
    .replace(/^\uFEFF/, '')
    .split(delimiter)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function isKnown(cell: string): boolean {
  const name = plainName(cell);
  return Object.values(NAMES).some((names) => names.split(' ').includes(name));
}

function columnFor(kind: keyof typeof NAMES, columns: readonly string[]): string | undefined {
  for (const name of NAMES[kind].split(' ')) {
    const column = columns.find((each) => plainName(each) === name);
    if (column !== undefined) return column;
  }
  return undefined;
}

function plainName(column: string): string {
  return column.trim().toLowerCase().replaceAll(/[ -]/g, '_');
}

/** In a table without names, the first column that holds a date and a clock. */
function firstTime(columns: readonly string[], cells: readonly string[]): string | undefined {
  return columns[cells.findIndex((cell) => /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(cell))];
}

/** When no column says that it is the message, the one with the longest text is. */
function longest(
  columns: readonly string[],
  beginning: string,
  delimiter: string,
  hasHeader: boolean,
): string | undefined {
  const lines = beginning.split('\n').slice(hasHeader ? 1 : 0, 50);
  const lengths = columns.map((_column, i) =>
    lines.reduce((sum, line) => sum + (cellsOf(line, delimiter)[i]?.length ?? 0), 0),
  );
  return columns[lengths.indexOf(Math.max(...lengths))];
}
