import { FieldType, type DataFrame, type DataLink, type Field } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DerivedField } from '../settings';

/** A column for each derived field that some line has, with its link. Grafana shows linked columns in a line's details. */
export function derivedColumns(frame: DataFrame, derived: readonly DerivedField[]): Field[] {
  const body = frame.fields.find((field) => field.name === 'body')?.values as string[] | undefined;
  const labels = frame.fields.find((field) => field.name === 'labels')?.values as
    Array<Record<string, string> | null> | undefined;
  return derived.flatMap((one) => {
    const find = finder(one);
    if (find === undefined) return [];
    // Of an empty text Grafana would show the link.
    const values = (body ?? []).map((message, index) => find(message, labels?.[index] ?? {}) || null);
    if (values.every((value) => value === null)) return [];
    return [{ name: one.name, type: FieldType.string, values, config: { links: [linkOf(one)] } }];
  });
}

type Find = (message: string, labels: Readonly<Record<string, string>>) => string | null;

/** A derived field whose expression cannot be read, or that a file leaves empty, finds nothing; the configuration page says so. */
function finder({ kind, matcher }: DerivedField): Find | undefined {
  if (!matcher) return undefined;
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

function linkOf({ name, url, datasourceUid }: DerivedField): DataLink {
  if (!datasourceUid) return { title: name, url: url ?? '', targetBlank: true };
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is not in every Grafana that we run on
  const settings = getDataSourceSrv().getInstanceSettings(datasourceUid);
  const { type = '', name: datasourceName = name } = settings ?? {};
  const queryType = TRACE_QUERIES.get(type);
  const query = {
    refId: 'A',
    query: url || '${__value.raw}',
    ...(queryType === undefined ? {} : { queryType }),
  };
  return { title: name, url: '', internal: { datasourceUid, datasourceName, query } };
}

/** How a datasource is asked for a trace by its id, where not by a query without a type, as Jaeger and Zipkin are. */
const TRACE_QUERIES: ReadonlyMap<string, string> = new Map([
  ['tempo', 'traceql'],
  ['grafana-x-ray-datasource', 'getTrace'],
]);
