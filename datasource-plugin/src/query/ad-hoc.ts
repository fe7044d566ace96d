import type { AdHocVariableFilter } from '@grafana/data';
import { fieldOf, isComplete, withFilters } from './filters';
import { FILTER_OPS, type Filter, type PresageQuery } from './model';

/** Ad-hoc filters hold for lines, numbers and templates alike. An explanation is of one line: they would only hide it. */
export function withAdHocFilters(
  query: PresageQuery,
  adHoc: readonly AdHocVariableFilter[] = [],
): PresageQuery {
  if (adHoc.length === 0 || query.query_type === 'explain') return query;
  return withFilters(query, [...(query.filters ?? []), ...adHoc.map(fromAdHoc).filter(isComplete)]);
}

export function fromAdHoc({ key, operator, value, values }: AdHocVariableFilter): Filter {
  const op = FILTER_OPS.find((known) => known === operator) ?? '=';
  const several = op === '=|' || op === '!=|';
  return {
    field: fieldOf(key),
    op,
    values: several && values !== undefined && values.length > 0 ? values : [value],
  };
}
