import {
  FILTER_OPS,
  QUERY_TYPES,
  QUERY_VERSION,
  SCORE_SERIES,
  VALUES,
  type Filter,
  type PresageQuery,
} from './model';

/** What may stand in a dashboard: written by hand, by an older plugin, or by another datasource. */
type Saved = Readonly<Record<string, unknown>> & { readonly refId?: unknown };

/**
 * A query of the present shape from whatever was saved. Unknown keys stay (a newer plugin may know them); wrong values are left out,
 * so that the editor never throws. Version 0 (no `version`): `queryType`, and filters with a single `value`.
 */
export function migrateQuery(saved: Saved): PresageQuery {
  const { query_type, queryType, filters, value, version: _version, ...further } = saved;
  const rest = Object.entries(further).map(([key, said]) => {
    const form = FORMS.get(key);
    return [key, form === undefined ? said : form(said)] as const;
  });
  const type = oneOf(QUERY_TYPES, query_type) ?? oneOf(QUERY_TYPES, queryType) ?? 'logs';
  const list = Array.isArray(filters) ? filters.flatMap(migrateFilter) : [];
  const known = oneOf(VALUES, value);
  return {
    ...Object.fromEntries(rest.filter(([, said]) => said !== undefined)),
    refId: typeof saved.refId === 'string' ? saved.refId : 'A',
    version: QUERY_VERSION,
    query_type: type,
    ...(list.length > 0 ? { filters: list } : {}),
    ...(known === undefined ? {} : { value: known }),
  };
}

type Form = (value: unknown) => unknown;

const isText = (value: unknown): value is string => typeof value === 'string';
const text: Form = (value) => (isText(value) ? value : undefined);
const number: Form = (value) => (Number.isFinite(value) ? value : undefined);
const texts: Form = (value) =>
  Array.isArray(value) ? value.filter(isText) : isText(value) ? [value] : undefined;
const word =
  (...words: readonly string[]): Form =>
  (value) =>
    oneOf(words, value);

/** What the query's other keys hold; undefined = nothing that is one. */
const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['text', text],
  ['logsql', text],
  ['group_by', texts],
  [
    'series',
    (value) =>
      Array.isArray(value) ? value.filter((one) => SCORE_SERIES.some((name) => name === one)) : undefined,
  ],
  ['instant', (value) => (typeof value === 'boolean' ? value : undefined)],
  ['step_ms', number],
  ['top', number],
  ['limit', number],
  ['time_shift_ms', number],
  ['direction', word('backward', 'forward')],
  ['format', word('multi', 'table')],
  ['time', word('event', 'arrival')],
]);

/** Whether `migrateQuery` would change the query, so that only then it is written back. */
export function needsMigration(query: PresageQuery): boolean {
  return query.version !== QUERY_VERSION || oneOf(QUERY_TYPES, query.query_type) === undefined;
}

function migrateFilter(saved: unknown): Filter[] {
  if (typeof saved !== 'object' || saved === null) return [];
  const { field, key, op, operator, values, value } = saved as Record<string, unknown>;
  const name = field ?? key;
  if (typeof name !== 'string') return [];
  const list = Array.isArray(values) ? values : value === undefined ? [] : [value];
  return [{ field: name, op: oneOf(FILTER_OPS, op ?? operator) ?? '=', values: list.map(String) }];
}

function oneOf<const Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}
