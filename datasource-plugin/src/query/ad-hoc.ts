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
  const field = fieldOf(key);
  if (operator === '>=' || operator === '<=') return orEqual(field, operator === '>=' ? '>' : '<', value);
  const op = FILTER_OPS.find((known) => known === operator) ?? '=';
  const several = op === '=|' || op === '!=|';
  return { field, op, values: several && values !== undefined && values.length > 0 ? values : [value] };
}

/** As the sidecar tells numbers from text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Wide enough for stores that read the last digit of a number otherwise than we write it. */
const FOUR_STEPS = 2 ** -50;

/** The contract knows no "or equal": the nearest bound that the value itself is within. */
function orEqual(field: string, op: '<' | '>', value: string): Filter {
  if (!NUMBER.test(value)) return { field, op, values: [op === '<' ? `${value}\u0001` : justBefore(value)] };
  const number = Number(value);
  const step = Math.max(Math.abs(number) * FOUR_STEPS, Number.MIN_VALUE);
  return { field, op, values: [String(op === '<' ? number + step : number - step)] };
}

/** Texts are compared by code point. */
function justBefore(text: string): string {
  const last = [...text].at(-1) ?? '';
  const before = (last.codePointAt(0) ?? 0) - 1;
  return before < 0 ? text : `${text.slice(0, -last.length)}${String.fromCodePoint(before)}\u{10FFFF}`;
}
