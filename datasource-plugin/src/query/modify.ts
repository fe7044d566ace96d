import type { QueryFixAction } from '@grafana/data';
import { fieldOf, withFilters } from './filters';
import { migrateQuery } from './migrate';
import type { Filter, PresageQuery } from './model';
import { escapeRegex } from './quote';

/** What Explore's menus on a line ask for. A filter that is there already is not added twice. */
export function modifyQuery(saved: PresageQuery, { type, options = {} }: QueryFixAction): PresageQuery {
  const query = migrateQuery({ ...saved });
  const { key = '', value = '' } = options as { key?: string; value?: string };
  if (type === 'ADD_FILTER') return added(query, { field: fieldOf(key), op: '=', values: [value] });
  if (type === 'ADD_FILTER_OUT') return added(query, { field: fieldOf(key), op: '!=', values: [value] });
  if (type === 'ADD_STRING_FILTER')
    return added(query, { field: '_msg', op: '=~', values: [escapeRegex(value)] });
  if (type === 'ADD_STRING_FILTER_OUT')
    return added(query, { field: '_msg', op: '!~', values: [escapeRegex(value)] });
  return query;
}

function added(query: PresageQuery, filter: Filter): PresageQuery {
  const filters = query.filters ?? [];
  const isThere = filters.some((other) => JSON.stringify(other) === JSON.stringify(filter));
  return isThere ? query : withFilters(query, [...filters, filter]);
}
