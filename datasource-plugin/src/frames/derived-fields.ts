import { FieldType, type DataFrame, type DataLink, type Field } from '@grafana/data';
import type { DerivedField } from '../settings';

/** A column for each derived field that some line has, with its link. Grafana shows linked columns in a line's details. */
export function derivedColumns(frame: DataFrame, derived: readonly DerivedField[]): Field[] {
  const body = frame.fields.find((field) => field.name === 'body')?.values as string[] | undefined;
  const labels = frame.fields.find((field) => field.name === 'labels')?.values as
    Array<Record<string, string> | null> | undefined;
  return derived.flatMap((one) => {
    const find = finder(one);
    if (find === undefined) return [];
    const values = (body ?? []).map((message, index) => find(message, labels?.[index] ?? {}));
    if (values.every((value) => value === null)) return [];
    return [{ name: one.name, type: FieldType.string, values, config: { links: [linkOf(one)] } }];
  });
}

type Find = (message: string, labels: Readonly<Record<string, string>>) => string | null;

/** A derived field whose expression cannot be read finds nothing; the configuration page says so. */
function finder({ kind, matcher }: DerivedField): Find | undefined {
  if (matcher === '') return undefined;
  if (kind === 'field') return (_message, labels) => labels[matcher] ?? null;
  try {
    const regex = new RegExp(matcher);
    return (message) => {
      const found = regex.exec(message);
      return found?.[1] ?? found?.[0] ?? null;
    };
  } catch {
    return undefined;
  }
}

function linkOf({ name, url = '', datasourceUid }: DerivedField): DataLink {
  if (datasourceUid === undefined || datasourceUid === '') return { title: name, url, targetBlank: true };
  const query = { refId: 'A', query: url === '' ? '${__value.raw}' : url, queryType: 'traceql' };
  return { title: name, url: '', internal: { datasourceUid, datasourceName: name, query } };
}
