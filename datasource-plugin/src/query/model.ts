import type { DataQuery } from '@grafana/schema';

/** The contract's words (contract/schema.json); a test fails when they drift. */
export const QUERY_TYPES = ['logs', 'stats', 'templates', 'anomalies', 'health', 'explain'] as const;
export type QueryType = (typeof QUERY_TYPES)[number];
export const VALUES = ['count', 'rate', 'share', 'score'] as const;
export type Value = (typeof VALUES)[number];
export const FILTER_OPS = ['=', '!=', '=|', '!=|', '=~', '!~', '<', '>'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];
export const SCORE_SERIES = ['anomaly_score', 'y', 'yhat', 'yhat_lower', 'yhat_upper'] as const;
export type ScoreSeries = (typeof SCORE_SERIES)[number];
export const CLASSES = ['incident', 'preventive_action', 'normal'] as const;
export const SEVERITIES = ['critical', 'error', 'warning', 'info', 'debug', 'trace'] as const;
export const DETECTORS = ['log_volume', 'error_share', 'new_templates', 'sequence', 'slot_value'] as const;

export interface Filter {
  field: string;
  op: FilterOp;
  values: string[];
}

/** `around` of the contract: an event and its neighbours that have the same values in the fields `same`. */
export interface Around {
  event_id: string;
  before: number;
  after: number;
  same: string[];
}

/** Raised when a saved query's shape changes; `migrateQuery` lifts older ones. */
export const QUERY_VERSION = 1;

/**
 * The query as dashboards and alert rules save it: the contract's own keys (alert rules send them to the backend as they are), and
 * `version` and `instant`, which only the plugin reads. Keys that say nothing are left out.
 */
export interface PresageQuery extends DataQuery {
  version?: number;
  query_type: QueryType;
  filters?: Filter[];
  text?: string;
  logsql?: string;
  group_by?: string[];
  value?: Value;
  series?: ScoreSeries[];
  /** One number a group over the whole window instead of one a step. */
  instant?: boolean;
  /** Fixed width of a point, ms; absent = Grafana's interval. */
  step_ms?: number;
  top?: number;
  limit?: number;
  direction?: 'backward' | 'forward';
  format?: 'multi' | 'table';
  time?: 'event' | 'arrival';
  around?: Around;
  time_shift_ms?: number;
}

export const FIELD = {
  eventId: 'presage_event_id',
  class: 'presage_class',
  severity: 'presage_severity',
  templateId: 'presage_template_id',
  score: 'presage_score',
  service: 'service',
} as const;

/** What the builder offers: a query type and, for numbers, what they say. */
export const KINDS = [
  'logs',
  'count',
  'rate',
  'share',
  'score',
  'anomalies',
  'health',
  'templates',
  'explain',
] as const;
export type Kind = (typeof KINDS)[number];

export function kindOf({ query_type, value }: PresageQuery): Kind {
  return query_type === 'stats' ? (value ?? 'count') : query_type;
}

/** The query asks the same of the same lines; what the new kind cannot use is dropped. */
export function withKind(query: PresageQuery, kind: Kind): PresageQuery {
  const {
    value: _value,
    series: _series,
    ...rest
  } = kind === 'health' || query.query_type === 'health' ? bare(query) : query;
  const { time: _time, ...timeless } = rest;
  // The score of a line is known by its own time only.
  if (isStats(kind)) return { ...(kind === 'score' ? timeless : rest), query_type: 'stats', value: kind };
  const { group_by: _groups, instant: _instant, top: _top, format: _format, ...plain } = timeless;
  return kind === 'anomalies' || kind === 'health'
    ? { ...timeless, query_type: kind }
    : { ...plain, query_type: kind };
}

/** Metrics and lines have no field in common. */
function bare({
  filters: _filters,
  text: _text,
  logsql: _logsql,
  group_by: _groups,
  ...query
}: PresageQuery): PresageQuery {
  return query;
}

function isStats(kind: Kind): kind is Value {
  return (VALUES as readonly string[]).includes(kind);
}

/** Alert rules evaluate numbers; lines and tables have none. */
export function isAlertSafe(query: PresageQuery): boolean {
  return ['stats', 'anomalies', 'health'].includes(query.query_type);
}

/** A new query: lines in Explore and dashboards, incidents per service in alert rules. */
export function defaultQuery(isAlert = false): Omit<PresageQuery, 'refId'> {
  if (!isAlert) return { version: QUERY_VERSION, query_type: 'logs' };
  return {
    version: QUERY_VERSION,
    query_type: 'stats',
    value: 'count',
    instant: true,
    time: 'arrival',
    group_by: [FIELD.service],
    filters: [{ field: FIELD.class, op: '=|', values: ['incident'] }],
  };
}
