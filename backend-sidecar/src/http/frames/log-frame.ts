import type { Frame, LogClass } from '@presage/contract';
import type { StoredRow } from '../../stores/store.ts';
import { frameOf, jsonColumn, textColumn, timeColumn, uidPart, type Column } from './columns.ts';

export interface LogFrameFacts {
  readonly refId: string;
  readonly executed: string;
  readonly limit: number;
  /** What Grafana marks in the lines. */
  readonly searchWords: readonly string[];
  readonly datasourceUid: string | undefined;
}

const EVENT_ID = 'presage_event_id';
const TEMPLATE_ID = 'presage_template_id';

/**
 * Rows as a `log-lines` frame. What people filter by stands in `labels`, because Grafana hides further columns; the two that follow
 * carry its data links. Where a person has corrected the template, the class is theirs and `presage_corrected` says so.
 */
export function logFrame(
  rows: readonly StoredRow[],
  corrected: ReadonlyMap<string, LogClass>,
  { refId, executed, limit, searchWords, datasourceUid }: LogFrameFacts,
): Frame {
  const meta = {
    refId,
    type: 'log-lines',
    typeVersion: [0, 0],
    preferredVisualisationType: 'logs',
    executed,
    custom: { limit, searchWords, ...uidPart(datasourceUid) },
  } as const;
  const times = rows.map((row) => row.timeMs);
  const nanos = rows.map((row) => row.timeNanos);
  const fieldColumn = (name: string, field: string): Column =>
    textColumn(
      name,
      rows.map((row) => row.fields[field] ?? ''),
    );
  return frameOf(meta, [
    timeColumn('timestamp', times, nanos),
    textColumn(
      'body',
      rows.map((row) => row.message),
    ),
    fieldColumn('severity', 'presage_severity'),
    textColumn('id', rowIds(rows)),
    jsonColumn(
      'labels',
      rows.map((row) => labelsOf(row, corrected)),
    ),
    fieldColumn(EVENT_ID, EVENT_ID),
    fieldColumn(TEMPLATE_ID, TEMPLATE_ID),
  ]);
}

function labelsOf(row: StoredRow, corrected: ReadonlyMap<string, LogClass>): Record<string, string> {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- the id has a column of its own
  const { [EVENT_ID]: _id, ...labels } = row.fields;
  const logClass = corrected.get(row.fields[TEMPLATE_ID] ?? '');
  return logClass === undefined ? labels : { ...labels, presage_class: logClass, presage_corrected: 'true' };
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
