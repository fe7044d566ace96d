import type { Filter } from '@presage/contract';
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

export interface Selector {
  /** `name{…}` */
  readonly text: string;
  /** What could not apply, for people. */
  readonly notices: readonly string[];
}

/**
 * One series name with label matchers. Every value is quoted; label names come from our own table.
 * `tenant`: the reserved label of a single node, undefined where the path carries the tenant.
 */
export function compileSelector(
  series: string,
  tenant: string | undefined,
  filters: readonly Filter[],
  labels: LabelNames,
): Selector {
  const matchers = tenant === undefined ? [] : [`tenant=${quote(tenant)}`];
  const notices: string[] = [];
  for (const filter of filters) {
    const label = Object.hasOwn(labels, filter.field) ? labels[filter.field] : undefined;
    const matcher = label === undefined ? undefined : matcherOf(label, filter);
    if (matcher !== undefined) matchers.push(matcher);
    else
      notices.push(`The filter ${filter.op} on ${filter.field} cannot apply to ${series} and is left out.`);
  }
  return { text: `${series}{${matchers.join(',')}}`, notices };
}

/** Patterns match anywhere in the value, as in the log store; MetricsQL's own are anchored. */
function matcherOf(label: string, { op, values }: Filter): string | undefined {
  const [value] = values;
  switch (op) {
    case '=':
    case '!=':
      return value === undefined || values.length > 1 ? undefined : `${label}${op}${quote(value)}`;
    case '=|':
      return `${label}=~${quote(anyOf(values))}`;
    case '!=|':
      return `${label}!~${quote(anyOf(values))}`;
    case '=~':
    case '!~':
      return value === undefined || values.length > 1
        ? undefined
        : `${label}${op}${quote(`(?s:.*)(?:${value})(?s:.*)`)}`;
    case '<':
    case '>':
      return undefined;
  }
}

/** Of no values, none matches: `\b\B` is nowhere. */
function anyOf(values: readonly string[]): string {
  return values.length === 0 ? '\\b\\B' : values.map(escapeRegex).join('|');
}

/**
 * Lines counted in windows of `ms` that end at the evaluation time: the last value of the window less the last one before it.
 * A counter that was born in the window, or fell, counts from zero. Not `increase`, which takes a large first value for an old
 * counter, and not `increase_pure`, which takes an old counter for a new one after a gap of five minutes. Looks back a day:
 * after a longer gap a counter's whole value would count as new.
 */
export function increase(selector: string, ms: number): string {
  const window = `${ms}ms`;
  const last = `last_over_time(${selector}[${window}])`;
  return `(((${last} - last_over_time(${selector}[1d] offset ${window})) >= 0) or ${last})`;
}
