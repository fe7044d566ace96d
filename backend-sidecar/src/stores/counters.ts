/**
 * Series as stored samples: reading Prometheus text, the increase of counters (`time: arrival`) and the peaks of gauges.
 * In: samples by series. Out: cells for a Tally, or the series of an anomalies query. Shared by the embedded and the memory store.
 */
import type { Filter } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { compileMatch } from './match.ts';
import type { AnomaliesQuery, StatsQuery } from './store.ts';
import { withoutPrototype } from './stored-row.ts';

export const LINES_COUNTER = 'presage_log_lines_total';

export interface SampleLine {
  /** Name and labels as they were written: the identity of the series. */
  readonly key: string;
  readonly timeMs: number;
  readonly value: number;
}

export interface SeriesKey {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** `name{labels} value ms`; undefined when it is not of that form. */
export function readSample(line: string): SampleLine | undefined {
  const brace = line.lastIndexOf('}');
  const end = brace < 0 ? line.indexOf(' ') : brace + 1;
  const [value, time, ...more] = line.slice(end).trim().split(/\s+/);
  if (end <= 0 || !value || !time || more.length > 0) return undefined;
  const sample = { key: line.slice(0, end), timeMs: Number(time), value: readValue(value) };
  return Number.isInteger(sample.timeMs) ? sample : undefined;
}

function readValue(text: string): number {
  const infinity = /^([+-]?)Inf$/i.exec(text);
  return infinity ? (infinity[1] === '-' ? -Infinity : Infinity) : Number(text);
}

const LABEL = /([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"/g;

/** Name and labels of a series; a label without a value is left out. */
export function readKey(key: string): SeriesKey {
  const brace = key.indexOf('{');
  const labels = withoutPrototype();
  if (brace < 0) return { name: key, labels };
  for (const [, label = '', text = ''] of key.slice(brace).matchAll(LABEL)) {
    labels[label] = text.replace(/\\(.)/g, (_all, character: string) =>
      character === 'n' ? '\n' : character,
    );
  }
  return { name: key.slice(0, brace), labels };
}

/** Fields of rows by which lines are also counted as they arrive, and their labels. */
const COUNTED = new Map([
  ['service', 'service'],
  ['class', 'class'],
  ['severity', 'severity'],
  ['presage_class', 'class'],
  ['presage_severity', 'severity'],
]);

/** What an arrival query looks at. */
export interface CounterPlan {
  readonly isMeant: (labels: Readonly<Record<string, string>>) => boolean;
  readonly groupOf: (labels: Readonly<Record<string, string>>) => readonly string[];
  readonly notices: readonly string[];
}

/** Throws `bad_query` for what counters do not know. */
export function planCounters(query: Omit<StatsQuery, 'signal'>): CounterPlan {
  if (query.value === 'score') throw notCounted('a score');
  if (query.text?.trim()) throw notCounted('a search text');
  const isMeant = compileMatch(query.filters.map(onLabel), undefined);
  const groupLabels = query.groupBy.map(labelOf);
  const classIsAsked = [...groupLabels, ...query.filters.map(({ field }) => labelOf(field))].includes(
    'class',
  );
  return {
    isMeant: (fields) => isMeant({ message: '', fields }),
    groupOf: (labels) => groupLabels.map((label) => labels[label] ?? ''),
    notices:
      query.corrected.length > 0 && (classIsAsked || query.value === 'share')
        ? ['Lines that arrived before a correction are counted with the class they had then.']
        : [],
  };
}

function onLabel(filter: Filter): Filter {
  return { ...filter, field: labelOf(filter.field) };
}

function labelOf(field: string): string {
  const label = COUNTED.get(field);
  if (label === undefined) throw notCounted(`the field ${field}`);
  return label;
}

function notCounted(what: string): PresageError {
  return new PresageError(
    'bad_query',
    `Lines are counted by arrival for each service, class and severity only, without ${what}; set time to event, or leave it out.`,
  );
}

/**
 * What a counter grew by between its last sample at or before the window and each sample in (fromMs, toMs].
 * A counter that fell was started anew from 0; one without an earlier sample was born in the window and started from 0.
 */
export class Increase {
  #last: number;

  constructor(lastBefore: number | undefined) {
    this.#last = lastBefore ?? 0;
  }

  next(value: number): number {
    const grown = value < this.#last ? value : value - this.#last;
    this.#last = value;
    return grown;
  }
}

/** A sample tells of the time before it: the one at 12:00:00 belongs to the bucket that ends there. */
export function countedAt(sampleMs: number): number {
  return sampleMs - 1;
}

/** What an anomalies query looks at. Throws `bad_query` for filters and groups on anything but `service` and `for`. */
export function planAnomalies(query: Pick<AnomaliesQuery, 'filters' | 'groupBy'>): Pick<
  CounterPlan,
  'isMeant' | 'groupOf'
> & {
  readonly groupBy: readonly string[];
} {
  const groupBy = query.groupBy.length === 0 ? ['service', 'for'] : query.groupBy;
  for (const field of [...groupBy, ...query.filters.map((filter) => filter.field)]) {
    if (field === 'service' || field === 'for') continue;
    throw new PresageError(
      'bad_query',
      `Anomaly scores are kept for each service and detector ("for") only, not by ${field}.`,
    );
  }
  const isMeant = compileMatch(query.filters, undefined);
  return {
    groupBy,
    isMeant: (fields) => isMeant({ message: '', fields }),
    groupOf: (labels) => groupBy.map((label) => labels[label] ?? ''),
  };
}
