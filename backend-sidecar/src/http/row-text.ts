import type { StoredRow } from '../stores/store.ts';

/** A row as the contract's Row in JSON. */
export function rowText(row: StoredRow): string {
  return JSON.stringify({ _time: timeText(row), _msg: row.message, ...row.fields });
}

/** RFC 3339, UTC, 9 fraction digits. */
export function timeText({ timeMs, timeNanos }: Pick<StoredRow, 'timeMs' | 'timeNanos'>): string {
  return `${new Date(timeMs).toISOString().slice(0, -1)}${String(timeNanos).padStart(6, '0')}Z`;
}
