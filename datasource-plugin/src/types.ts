import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

/**
 * The saved query: the fields of the contract's query (contract/src/query.ts) under their own names, and what only Grafana knows.
 * The backend (pkg/plugin/query.go) copies the contract's fields as they are and adds `ref_id` (= `refId`), `from`, `to` and, for
 * queries over time, `step_ms` (the panel's interval, unless the query has its own). It drops everything else.
 */
export interface PresageQuery extends DataQuery {
  /** Of this form of the saved query; absent = 1. */
  version?: number;
  query_type?: QueryType;
  /** For `stats` and `anomalies`: one value for the whole window instead of a line over time. Never sent to the sidecar. */
  instant?: boolean;
  /** `arrival` where absent and an alert rule asks. */
  time?: 'event' | 'arrival';
  step_ms?: number;
  /** The datasource's `defaultLimit` where absent. */
  limit?: number;
  top?: number;
  direction?: 'backward' | 'forward';
  around?: { event_id: string; before: number; after: number; same: string[] };
  time_shift_ms?: number;
  format?: 'multi' | 'table';
  filters?: PresageFilter[];
  text?: string;
  logsql?: string;
  group_by?: string[];
  value?: 'count' | 'rate' | 'share' | 'score';
  series?: ScoreSeries[];
}

/** `logs` where a query has none. */
export type QueryType = 'logs' | 'stats' | 'templates' | 'anomalies' | 'explain';
export type FilterOp = '=' | '!=' | '=|' | '!=|' | '=~' | '!~' | '<' | '>';
export type ScoreSeries = 'anomaly_score' | 'y' | 'yhat' | 'yhat_lower' | 'yhat_upper';

export interface PresageFilter {
  field: string;
  op: FilterOp;
  values: string[];
}

/** A part of the message that becomes a link in the details of a log line. */
export interface DerivedField {
  name: string;
  /** Regular expression; its first group is the value. */
  matcher: string;
  /** `${__value.raw}` stands for the value. */
  url?: string;
  /** The uid of a datasource to open the value in, for example of traces. */
  datasourceUid?: string;
}

export type Role = 'Viewer' | 'Editor' | 'Admin';

/** jsonData of the datasource; the backend reads it in pkg/plugin/settings.go. */
export interface PresageOptions extends DataSourceJsonData {
  /** `7` or `7:2`: AccountID, and ProjectID, of every request. Absent: the token's own, or 0:0. */
  tenant?: string;
  /** Lines of a logs query that names no limit, 1…10000. Default 1000. */
  defaultLimit?: number;
  /** Seconds until a request that is not a stream is given up. Default 25, below Grafana's own 30. */
  timeout?: number;
  /** The dashboard that "Explain this log" opens; absent = inside Explore. */
  explainDashboardUid?: string;
  derivedFields?: DerivedField[];
  /**
   * The lowest role whose explanations may ask a language model; others get the keyless engine's. Default `Viewer`, `None` = nobody.
   */
  allowExplainFor?: Role | 'None';
}

/** Stays in Grafana's backend. */
export interface PresageSecrets {
  token?: string;
}
