import { FIELD, type Filter, type FilterOp, type PresageQuery } from './model';

/** Names that Grafana has for what stands under another. Not `level` and `severity`: senders have fields of these names. */
const ALIASES: Readonly<Record<string, string>> = {
  detected_level: FIELD.severity,
  body: '_msg',
  Line: '_msg',
  id: FIELD.eventId,
};

export function takesSeveral(op: FilterOp): boolean {
  return op === '=|' || op === '!=|';
}

/** A filter that says nothing yet (being typed in the editor) asks for nothing. */
export function isComplete({ field, values }: Filter): boolean {
  return field.trim() !== '' && values.length > 0;
}

/** The builder's own controls, each a filter of this field and operator; every other filter stands in the list below them. */
const OWN: ReadonlyArray<Pick<Filter, 'field' | 'op'>> = [
  { field: FIELD.class, op: '=|' },
  { field: FIELD.severity, op: '=|' },
  { field: FIELD.service, op: '=|' },
  { field: FIELD.templateId, op: '=|' },
  { field: FIELD.score, op: '>' },
];

/** The first filter of each of the builder's controls belongs to it. */
export function isOwn(filter: Filter, index: number, filters: readonly Filter[]): boolean {
  const control = OWN.find(({ field, op }) => field === filter.field && op === filter.op);
  return control !== undefined && ownIndex(filters, control.field, control.op) === index;
}

export function extraFilters(filters: readonly Filter[] = []): Filter[] {
  return filters.filter((filter, index) => !isOwn(filter, index, filters));
}

export function valuesOf(query: PresageQuery, field: string, op: FilterOp): string[] {
  const filters = query.filters ?? [];
  return filters[ownIndex(filters, field, op)]?.values ?? [];
}

/** The query with one control's values; none = the filter goes. */
export function withValues(query: PresageQuery, field: string, op: FilterOp, values: string[]): PresageQuery {
  const filters = query.filters ?? [];
  const at = ownIndex(filters, field, op);
  const others = filters.filter((_, index) => index !== at);
  return withFilters(query, values.length === 0 ? others : [{ field, op, values }, ...others]);
}

export function withExtraFilters(query: PresageQuery, extra: Filter[]): PresageQuery {
  const filters = query.filters ?? [];
  return withFilters(query, [...filters.filter((filter, index) => isOwn(filter, index, filters)), ...extra]);
}

export function withFilters({ filters: _old, ...query }: PresageQuery, filters: Filter[]): PresageQuery {
  return filters.length === 0 ? query : { ...query, filters };
}

function ownIndex(filters: readonly Filter[], field: string, op: FilterOp): number {
  return filters.findIndex((filter) => filter.field === field && filter.op === op);
}

/** Explore's chips: "filter for" turns on, a second press off; the opposite filter is replaced. */
export function toggleFilter(
  query: PresageQuery,
  key: string,
  value: string,
  kind: 'for' | 'out',
): PresageQuery {
  const wanted: Filter = { field: fieldOf(key), op: kind === 'for' ? '=' : '!=', values: [value] };
  const others = (query.filters ?? []).flatMap((filter) => without(filter, wanted.field, value));
  const wasOn = (query.filters ?? []).some((filter) => isAbout(filter, wanted.field, value, kind));
  return withFilters(query, wasOn ? others : [...others, wanted]);
}

export function hasFilter(query: PresageQuery, key: string, value: string): boolean {
  return (query.filters ?? []).some((filter) => isAbout(filter, fieldOf(key), value, 'for'));
}

/** `detected_level` is Grafana's word for our severity. */
export function fieldOf(key: string): string {
  return ALIASES[key] ?? key;
}

function isAbout({ field, op, values }: Filter, name: string, value: string, kind: 'for' | 'out'): boolean {
  const ops: readonly FilterOp[] = kind === 'for' ? ['=', '=|'] : ['!=', '!=|'];
  return field === name && ops.includes(op) && values.includes(value);
}

function without(filter: Filter, name: string, value: string): Filter[] {
  if (!isAbout(filter, name, value, 'for') && !isAbout(filter, name, value, 'out')) return [filter];
  const values = filter.values.filter((other) => other !== value);
  return values.length === 0 ? [] : [{ ...filter, values }];
}
