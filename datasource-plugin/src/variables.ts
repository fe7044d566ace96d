import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor';
import type { PresageDatasource } from './datasource';
import { FIELD } from './query/model';
import type { VariableQuery } from './variable-query';

/** Values for dashboard variables. */
export class Variables extends CustomVariableSupport<PresageDatasource, VariableQuery> {
  override editor = VariableQueryEditor;
  readonly #datasource: PresageDatasource;

  constructor(datasource: PresageDatasource) {
    super();
    this.#datasource = datasource;
  }

  override getDefaultQuery(): Partial<VariableQuery> {
    return { refId: 'variable', kind: 'services' };
  }

  override query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const [query] = request.targets;
    if (query === undefined) return from([{ data: [] }]);
    return from(variableValues(this.#datasource, query, request)).pipe(map((data) => ({ data })));
  }
}

export async function variableValues(
  { resources, templates }: Pick<PresageDatasource, 'resources' | 'templates'>,
  query: VariableQuery,
  { range, scopedVars }: Pick<DataQueryRequest, 'range' | 'scopedVars'>,
): Promise<MetricFindValue[]> {
  const replace = (text: string): string =>
    templates(scopedVars).replace(text, (value) => (typeof value === 'string' ? value : value.join(' ')));
  const service = query.service === undefined || query.service === '' ? undefined : replace(query.service);
  if (query.kind === 'templates') {
    const rows = await resources.templates(replace(query.text ?? ''), service, query.limit ?? 1000);
    return rows.map((row) => ({ text: `${row.template} (${row.service})`, value: row.template_id }));
  }
  if (query.kind === 'fields') return (await resources.fields({ range })).map(({ name }) => ({ text: name }));
  const filters =
    service === undefined ? [] : [{ field: FIELD.service, op: '=|' as const, values: [service] }];
  const values = await resources.fieldValues(
    fieldOfKind(query, replace),
    { range, filters },
    query.limit ?? 1000,
  );
  return values.map(({ value }) => ({ text: value, value }));
}

function fieldOfKind({ kind, field }: VariableQuery, replace: (text: string) => string): string {
  if (kind === 'services') return FIELD.service;
  if (kind === 'classes') return FIELD.class;
  return replace(field ?? FIELD.service);
}
