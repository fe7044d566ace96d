import {
  COUNTER_FIELDS,
  JOINED_FIELDS,
  KIND_FIELDS,
  SCORE_FIELDS,
  TEMPLATE_FIELDS,
} from '@presage/contract/asked-fields';
import { METRICS } from '@presage/contract/metrics';
import { extraFilters, withExtraFilters, withFilters } from './filters';
import { FIELD, type Filter, type PresageQuery } from './model';

/** What the sidecar can do with a query's filters and groups; what else is asked it refuses or leaves out. */
export interface Accepted {
  /** Fields to filter by; absent = any field of lines. */
  readonly fields?: readonly string[];
  /** Fields to group by; absent = any field of lines that is not of templates. */
  readonly groups?: readonly string[];
  /** Whether words and LogsQL can narrow it. */
  readonly words: boolean;
  /** Whether filters may say less and more. */
  readonly compares: boolean;
}

/** The field of a health query's filters that names metrics. */
export const METRIC = 'metric';
/** A histogram is no number. */
const NUMBERS = METRICS.filter(({ type }) => type !== 'histogram');
const OF_KINDS = [FIELD.service, FIELD.class, ...KIND_FIELDS];
const OF_TEMPLATES = [...TEMPLATE_FIELDS, ...JOINED_FIELDS];

export function acceptedBy(query: PresageQuery): Accepted {
  switch (query.query_type) {
    case 'health':
      return {
        fields: labelsOf(metricsOf(query)),
        groups: labelsOf(metricsOf(query)),
        words: false,
        compares: true,
      };
    case 'anomalies':
      return { fields: SCORE_FIELDS, groups: SCORE_FIELDS, words: false, compares: false };
    case 'templates':
      return { fields: OF_TEMPLATES, words: true, compares: true };
    case 'stats':
      if (query.time !== 'arrival') return { words: true, compares: true };
      return { fields: byArrival(query), groups: byArrival(query), words: false, compares: false };
    default:
      return { words: true, compares: true };
  }
}

export function canFilter({ fields, compares }: Accepted, field: string, op: Filter['op'] = '='): boolean {
  return (fields === undefined || fields.includes(field)) && (compares || (op !== '<' && op !== '>'));
}

/** Properties of templates, which numbers of lines cannot be grouped by. */
export function isOfTemplates(field: string): boolean {
  return JOINED_FIELDS.includes(field);
}

/** Lines by arrival come from counters or, where a fact of their kind is asked for, from the book of kinds, which has one number each. */
function byArrival({
  group_by = [],
  filters = [],
  instant,
  value = 'count',
}: PresageQuery): readonly string[] {
  const asked = [...group_by, ...filters.map(({ field }) => field)];
  if (asked.some((field) => (KIND_FIELDS as readonly string[]).includes(field))) return OF_KINDS;
  const isNumberOfKinds = instant === true && (value === 'count' || value === 'rate');
  return isNumberOfKinds && !asked.includes(FIELD.severity)
    ? [...COUNTER_FIELDS, ...KIND_FIELDS]
    : COUNTER_FIELDS;
}

/** As alert rules ask it: by arrival where nothing else is said and there is a choice (query.go does the same). */
export function asAsked(query: PresageQuery, isAlert: boolean): PresageQuery {
  const isByArrival =
    isAlert && query.query_type === 'stats' && query.value !== 'score' && query.time === undefined;
  return isByArrival ? { ...query, time: 'arrival' } : query;
}

export const METRIC_NAMES: ReadonlyArray<{ readonly name: string; readonly description: string }> = NUMBERS;

export function metricsOf({ filters = [] }: PresageQuery): string[] {
  return filters.filter(({ field }) => field === METRIC).flatMap(({ values }) => values);
}

export function withMetrics(query: PresageQuery, names: string[]): PresageQuery {
  const chosen: Filter[] = names.length === 0 ? [] : [{ field: METRIC, op: '=|', values: names }];
  return withFilters(query, [...chosen, ...listedFilters(query)]);
}

/** The filters that no control of the builder's shows: they stand in the list below. */
export function listedFilters(query: PresageQuery): Filter[] {
  const { query_type, filters = [] } = query;
  return query_type === 'health' ? filters.filter(({ field }) => field !== METRIC) : extraFilters(filters);
}

export function withListed(query: PresageQuery, listed: Filter[]): PresageQuery {
  if (query.query_type !== 'health') return withExtraFilters(query, listed);
  return withFilters(query, [...(query.filters ?? []).filter(({ field }) => field === METRIC), ...listed]);
}

/** Counters have a rate or an increase; of gauges there is the last value only. */
export function hasCounter(names: readonly string[]): boolean {
  return NUMBERS.some(({ name, type }) => type === 'counter' && names.includes(name));
}

/** Of names that are not known, a dashboard variable for instance, all labels. */
function labelsOf(names: readonly string[]): readonly string[] {
  const known = NUMBERS.filter(({ name }) => names.includes(name));
  const meant = names.length > 0 && known.length === names.length ? known : NUMBERS;
  return [...new Set(meant.flatMap(({ labels }): readonly string[] => labels))].sort();
}
