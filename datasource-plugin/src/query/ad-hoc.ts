import type { AdHocVariableFilter } from '@grafana/data';
import { acceptedBy, canFilter } from './accepts';
import { fieldOf, isComplete, withFilters } from './filters';
import { FILTER_OPS, type Filter, type PresageQuery } from './model';

/**
 * Ad-hoc filters hold for lines, numbers and templates alike. An explanation is of one line: they would only hide it; as would filters
 * on lines Presage's own metrics, of which only labels count.
 */
export function withAdHocFilters(
  query: PresageQuery,
  adHoc: readonly AdHocVariableFilter[] = [],
): PresageQuery {
  if (adHoc.length === 0 || query.query_type === 'explain') return query;
  const accepted = acceptedBy(query);
  const meant = adHoc
    .map(fromAdHoc)
    .filter(
      (filter) => isComplete(filter) && (query.query_type !== 'health' || canFilter(accepted, filter.field)),
    );
  return withFilters(query, [...(query.filters ?? []), ...meant]);
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
