import { COUNTER_FIELDS, type Filter } from '@presage/contract';
import type { Resolved } from './resolve.ts';

/** Counters' fields, by the names of their labels too: series have labels, not the fields of lines. */
export const COUNTER_NAMES: readonly string[] = ['class', 'severity', ...COUNTER_FIELDS];

/** The part of a query that series can answer; what they cannot is told in `problems`. */
export function seriesPart(
  query: Pick<Resolved, 'filters' | 'groupBy' | 'text' | 'logsql'>,
  fields: readonly string[],
): {
  readonly filters: readonly Filter[];
  readonly groupBy: readonly string[];
  readonly problems: readonly string[];
} {
  const isKnown = ({ field, op }: Filter): boolean => fields.includes(field) && op !== '<' && op !== '>';
  const unknown = [
    ...query.filters
      .filter((filter) => !isKnown(filter))
      .map(({ field, op }) => `the filter ${op} on ${field}`),
    ...query.groupBy.filter((field) => !fields.includes(field)).map((field) => `the grouping by ${field}`),
    ...(query.text === undefined ? [] : ['the search for words']),
    ...(query.logsql === undefined ? [] : ['LogsQL']),
  ];
  return {
    filters: query.filters.filter(isKnown),
    groupBy: query.groupBy.filter((field) => fields.includes(field)),
    problems: unknown.map((part) => `These series know only ${fields.join(', ')}: ${part} is left out.`),
  };
}
