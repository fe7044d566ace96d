import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor';
import type { PresageDatasource } from './datasource';
import { interpolate } from './query/interpolate';
import { FIELD, type PresageQuery } from './query/model';
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
  const { kind, field = FIELD.service, limit = 1000 } = query;
  const variables = templates(scopedVars);
  const { filters = [], text = '' } = interpolate(linesOf(query), variables);
  if (kind === 'templates') {
    const rows = await resources.templatesOf(text, filters[0]?.values, limit);
    return rows.map((row) => ({ text: `${row.template} (${row.service})`, value: row.template_id }));
  }
  if (kind === 'fields') return (await resources.fields({ range })).map(({ name }) => ({ text: name }));
  const asked = FIELDS[kind] ?? variables.replace(field, String);
  const values = await resources.fieldValues(asked, { range, filters }, limit);
  return values.map(({ value }) => ({ text: value, value }));
}

const FIELDS: Partial<Record<VariableQuery['kind'], string>> = {
  services: FIELD.service,
  classes: FIELD.class,
};

/** What narrows the list, as a query for lines says it. Services are not narrowed by a service that was named for another kind. */
function linesOf({ refId, kind, service = '', text }: VariableQuery): PresageQuery {
  const filters =
    service === '' || kind === 'services'
      ? []
      : [{ field: FIELD.service, op: '=|' as const, values: [service] }];
  return { refId, query_type: 'logs', filters, ...(text === undefined ? {} : { text }) };
}
