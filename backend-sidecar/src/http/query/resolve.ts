import type { Filter, Query } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import { parseTime } from './time.ts';

/** A query with every default filled in, so that nothing behind has to ask whether something was said. */
export interface Resolved {
  readonly refId: string;
  /** The window as the stores are asked: already shifted back. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What is added to the times of points so that they lie over the present. */
  readonly shiftMs: number;
  readonly stepMs: number | undefined;
  readonly limit: number;
  readonly top: number | undefined;
  readonly time: 'event' | 'arrival';
  readonly direction: 'backward' | 'forward';
  readonly format: 'multi' | 'table';
  readonly isPacked: boolean;
  readonly around: Query['around'];
  readonly filters: readonly Filter[];
  readonly text: string | undefined;
  readonly logsql: string | undefined;
  readonly groupBy: readonly string[];
  readonly value: NonNullable<Query['value']>;
  /** Templates with their lines in the window. */
  readonly isCounted: boolean;
  readonly series: NonNullable<Query['series']>;
}

const DEFAULT_LIMIT = 1000;

/** `time_shift_ms` above zero looks at an earlier window of the same width. Throws `bad_query`. */
export function resolve(query: Query): Resolved {
  const shiftMs = query.time_shift_ms ?? 0;
  const fromMs = parseTime('from', query.from) - shiftMs;
  const toMs = parseTime('to', query.to) - shiftMs;
  if (fromMs > toMs) throw new PresageError('bad_query', 'from is after to; swap them.');
  return {
    refId: query.ref_id,
    fromMs,
    toMs,
    shiftMs,
    stepMs: query.step_ms,
    limit: query.limit ?? DEFAULT_LIMIT,
    top: query.top,
    time: query.time ?? 'event',
    direction: query.direction ?? 'backward',
    format: query.format ?? 'multi',
    isPacked: query.packed === true,
    around: query.around,
    filters: query.filters ?? [],
    text: said(query.text),
    logsql: said(query.logsql),
    groupBy: [...new Set(query.group_by)],
    value: query.value ?? 'count',
    isCounted: query.query_type === 'templates' && query.value === 'count',
    series: [...new Set(query.series ?? (['anomaly_score'] as const))],
  };
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}
