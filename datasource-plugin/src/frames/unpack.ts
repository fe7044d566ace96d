import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { unpackFields } from '@presage/contract/packed-fields';
import { FIELD } from '../query/model';

/**
 * Lines whose fields came packed, which `query` asks for, with the columns that the sidecar sends to everybody else (its
 * log-frame.ts). Lines that came with them stay as they are.
 */
export function unpack(frame: DataFrame): DataFrame {
  const packed = frame.fields.find(({ name }) => name === 'packed');
  const { fieldNames, ...custom } = frame.meta?.custom ?? {};
  if (packed === undefined || fieldNames === undefined) return frame;
  const lines = packed.values.map((line: string) => unpackFields(fieldNames as string[][], line));
  const of = (name: string, field: string): Field =>
    column(
      name,
      FieldType.string,
      lines.map((line) => line[field] ?? ''),
    );
  const eventIds = of(FIELD.eventId, FIELD.eventId);
  const [time, body, ids] = frame.fields.filter((field) => field !== packed);
  // The id has a column of its own.
  const labels = lines.map(({ [FIELD.eventId]: _id, ...others }) => others);
  const fields = [
    time,
    body,
    of('severity', FIELD.severity),
    ids ?? { ...eventIds, name: 'id' },
    column('labels', FieldType.other, labels),
    eventIds,
    of(FIELD.templateId, FIELD.templateId),
  ].filter((field) => field !== undefined);
  return { ...frame, meta: { ...frame.meta, custom }, fields };
}

function column(name: string, type: FieldType, values: unknown[]): Field {
  return { name, type, config: {}, values };
}
