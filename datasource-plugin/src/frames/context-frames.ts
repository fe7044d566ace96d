import type { DataFrame } from '@grafana/data';

/** The neighbours without the line itself, which Grafana already shows between them. */
export function withoutLine(frame: DataFrame, eventId: string): DataFrame {
  const ids = frame.fields.find((field) => field.name === 'id')?.values as string[] | undefined;
  if (ids === undefined) return frame;
  const kept = ids.flatMap((id, index) => (id === eventId ? [] : [index]));
  const fields = frame.fields.map((field) => ({
    ...field,
    values: kept.map((index): unknown => field.values[index]),
    ...(field.nanos === undefined ? {} : { nanos: kept.map((index) => field.nanos?.[index] ?? 0) }),
  }));
  return { ...frame, fields, length: kept.length };
}

/** The value of a column in one row of a log frame. */
export function cell(frame: DataFrame, column: string, row: number): string | undefined {
  const value: unknown = frame.fields.find((field) => field.name === column)?.values[row];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
