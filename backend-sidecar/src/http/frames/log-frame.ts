import { packFields, type Frame, type LineFields } from '@presage/contract';
import type { StoredRow } from '../../stores/store.ts';
import type { ClassOf } from '../query/corrected.ts';
import { frameOf, jsonColumn, textColumn, timeColumn, uidPart, type Column } from './columns.ts';

export interface LogFrameFacts {
  readonly refId: string;
  readonly executed: string;
  readonly limit: number;
  /** What Grafana marks in the lines. */
  readonly searchWords: readonly string[];
  readonly datasourceUid: string | undefined;
  /** For our own page, which unpacks them. */
  readonly isPacked: boolean;
}

const EVENT_ID = 'presage_event_id';
const TEMPLATE_ID = 'presage_template_id';

/** Rows as a `log-lines` frame. Where a person has corrected the template, the class is theirs and `presage_corrected` says so. */
export function logFrame(
  rows: readonly StoredRow[],
  corrected: ClassOf,
  { refId, executed, limit, searchWords, datasourceUid, isPacked }: LogFrameFacts,
): Frame {
  const fields = rows.map((row) => fieldsOf(row, corrected));
  const { columns, custom } = isPacked ? packed(rows, fields) : plain(rows, fields);
  const meta = {
    refId,
    type: 'log-lines',
    typeVersion: [0, 0],
    preferredVisualisationType: 'logs',
    executed,
    custom: { limit, searchWords, ...uidPart(datasourceUid), ...custom },
  } as const;
  const times = rows.map((row) => row.timeMs);
  const nanos = rows.map((row) => row.timeNanos);
  const messages = rows.map((row) => row.message);
  return frameOf(meta, [timeColumn('timestamp', times, nanos), textColumn('body', messages), ...columns]);
}

interface Form {
  readonly columns: readonly Column[];
  readonly custom: Readonly<Record<string, unknown>>;
}

/** What people filter by stands in `labels`, because Grafana hides further columns; the two that follow carry its data links. */
function plain(rows: readonly StoredRow[], fields: readonly LineFields[]): Form {
  const of = (name: string, field: string): Column =>
    textColumn(
      name,
      fields.map((own) => own[field] ?? ''),
    );
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the id has a column of its own
  const labels = fields.map(({ [EVENT_ID]: _id, ...others }) => others);
  const columns = [
    of('severity', 'presage_severity'),
    textColumn('id', rowIds(rows)),
    jsonColumn('labels', labels),
    of(EVENT_ID, EVENT_ID),
    of(TEMPLATE_ID, TEMPLATE_ID),
  ];
  return { columns, custom: {} };
}

/** The ids of rows are left out where each is the event's. */
function packed(rows: readonly StoredRow[], fields: readonly LineFields[]): Form {
  const { names, lines } = packFields(fields);
  const ids = fields.every((own) => own[EVENT_ID] !== undefined) ? [] : [textColumn('id', rowIds(rows))];
  return { columns: [textColumn('packed', lines), ...ids], custom: { fieldNames: names } };
}

function fieldsOf({ fields }: StoredRow, corrected: ClassOf): LineFields {
  const logClass = corrected(fields);
  return logClass === undefined ? fields : { ...fields, presage_class: logClass, presage_corrected: 'true' };
}

/** Rows that others wrote to the store have no event id: their time and place among equal times stand in. */
function rowIds(rows: readonly StoredRow[]): string[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const id = row.fields[EVENT_ID];
    if (id !== undefined) return id;
    const time = `${row.timeMs}.${row.timeNanos}`;
    const place = seen.get(time) ?? 0;
    seen.set(time, place + 1);
    return `${time}-${place}`;
  });
}
