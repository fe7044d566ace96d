import type { Frame, FrameField } from '@presage/contract';

/** A field of a frame with its values. */
export interface Column {
  readonly field: FrameField;
  readonly values: readonly unknown[];
  /** Nanoseconds within the millisecond, 0…999,999. */
  readonly nanos?: readonly number[];
}

/** Times in ms since 1970. */
export function timeColumn(name: string, values: readonly number[], nanos?: readonly number[]): Column {
  const field: FrameField = { name, type: 'time', typeInfo: { frame: 'time.Time' }, config: {} };
  return nanos === undefined ? { field, values } : { field, values, nanos };
}

export function textColumn(name: string, values: readonly string[]): Column {
  return { field: { name, type: 'string', typeInfo: { frame: 'string' }, config: {} }, values };
}

export function numberColumn(
  name: string,
  values: readonly number[],
  labels?: Readonly<Record<string, string>>,
): Column {
  const field: FrameField = { name, type: 'number', typeInfo: { frame: 'float64' }, config: {} };
  return { field: labels === undefined ? field : { ...field, labels: { ...labels } }, values };
}

export function jsonColumn(name: string, values: readonly object[]): Column {
  return { field: { name, type: 'other', typeInfo: { frame: 'json.RawMessage' }, config: {} }, values };
}

/** What a frame says of itself, as Grafana names it. */
export interface FrameMeta {
  readonly refId: string;
  readonly type: string;
  readonly typeVersion: readonly [number, number];
  readonly preferredVisualisationType: 'logs' | 'graph' | 'table';
  readonly executed: string;
  readonly custom: Readonly<Record<string, unknown>>;
}

export function frameOf(meta: FrameMeta, columns: readonly Column[]): Frame {
  const { refId, type, typeVersion, preferredVisualisationType, executed, custom } = meta;
  const nanos = columns.map((column) => (column.nanos === undefined ? null : [...column.nanos]));
  return {
    schema: {
      refId,
      meta: { type, typeVersion, preferredVisualisationType, executedQueryString: executed, custom },
      fields: columns.map((column) => column.field),
    },
    data: {
      values: columns.map((column) => [...column.values]),
      ...(nanos.some((list) => list !== null) ? { nanos } : {}),
    },
  };
}

/** The datasource's uid, for links; left out when the caller did not say it. */
export function uidPart(datasourceUid: string | undefined): Readonly<Record<string, unknown>> {
  return datasourceUid === undefined ? {} : { datasourceUid };
}
