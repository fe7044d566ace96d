import type { Filter } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import { compileFilter } from '../match.ts';
import { escapeRegex, quote } from './compile-logsql.ts';

/** Fields that a filter or group may name, and the label that holds each. */
export type LabelNames = Readonly<Record<string, string>>;

/** Labels of `presage_log_lines_total` by the names that rows use. */
export const LINE_LABELS: LabelNames = {
  service: 'service',
  presage_class: 'class',
  class: 'class',
  presage_severity: 'severity',
  severity: 'severity',
};

/** Labels of the anomaly series. */
export const ANOMALY_LABELS: LabelNames = { service: 'service', for: 'for' };

/**
 * One series name with label matchers. Every value is quoted; label names come from our own table.
 * `tenant`: the reserved label of a single node, undefined where the path carries the tenant. Throws `bad_query`.
 */
export function compileSelector(
  series: string,
  tenant: string | undefined,
  filters: readonly Filter[],
  labels: LabelNames,
): string {
  const matchers = tenant === undefined ? [] : [`tenant=${quote(tenant)}`];
  for (const filter of filters) {
    const label = Object.hasOwn(labels, filter.field) ? labels[filter.field] : undefined;
    if (label === undefined)
      throw new PresageError('bad_query', `${series} has no label for a filter on ${filter.field}.`);
    // Judged as everywhere else: the number of values, and patterns, which must be whole so that they cannot reach out of theirs.
    compileFilter(filter);
    matchers.push(matcherOf(label, filter));
  }
  return `${series}{${matchers.join(',')}}`;
}

/** Patterns match anywhere in the value, as in the log store; MetricsQL's own are anchored. */
function matcherOf(label: string, { field, op, values }: Filter): string {
  const value = values[0] ?? '';
  switch (op) {
    case '=':
    case '!=':
      return `${label}${op}${quote(value)}`;
    case '=|':
      return `${label}=~${quote(anyOf(values))}`;
    case '!=|':
      return `${label}!~${quote(anyOf(values))}`;
    case '=~':
    case '!~':
      return `${label}${op}${quote(`(?s:.*)(?:${value})(?s:.*)`)}`;
    case '<':
    case '>':
      throw new PresageError('bad_query', `${field} is not a number that \`${op}\` could compare here.`);
  }
}

/** Of no values, none matches: `\b\B` is nowhere. */
function anyOf(values: readonly string[]): string {
  return values.length === 0 ? '\\b\\B' : values.map(escapeRegex).join('|');
}

/**
 * Lines counted in windows of `ms` that end at the evaluation time: the last value of the window less the last one before it.
 * A counter that was born in the window, or fell, counts from zero. Not `increase`, which takes a large first value for an old
 * counter, and not `increase_pure`, which takes an old counter for a new one after a gap of five minutes. Looks back a day,
 * because all samples of that time are read: after a longer gap a counter's whole value counts as new (see `overcounted`).
 */
export function increase(selector: string, ms: number): string {
  const window = `${ms}ms`;
  const last = `last_over_time(${selector}[${window}])`;
  return `(((${last} - last_over_time(${selector}[1d] offset ${window})) >= 0) or ${last})`;
}

/** Counters with samples in the window of `ms` and none in the day before: born there, or silent for longer. */
export function awakened(selector: string, ms: number): string {
  const window = `${ms}ms`;
  return `(last_over_time(${selector}[${window}]) unless last_over_time(${selector}[1d] offset ${window}))`;
}

/** What `increase` counts too much: the values that awakened counters had before, however long ago. Asked for few counters. */
export function overcounted(selector: string, ms: number): string {
  const window = `${ms}ms`;
  const before = `(last_over_time(${selector}[10y] offset ${window}) <= last_over_time(${selector}[${window}]))`;
  return `(${before} unless last_over_time(${selector}[1d] offset ${window}))`;
}
