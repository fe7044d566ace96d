import type { Filter, LogClass } from '@presage/contract';

/** One encoded batch as the outbox keeps it. A re-send is byte-identical. */
export interface OutboxBatch {
  /** `rows` and `templates`: NDJSON in VictoriaLogs' jsonline form (`_time`, `_msg`, fields); `samples`: Prometheus text with ms timestamps. */
  readonly kind: 'rows' | 'templates' | 'samples';
  /** `AccountID:ProjectID`. */
  readonly tenant: string;
  readonly streamFields: readonly string[];
  /** Lines in the payload. */
  readonly count: number;
  /** Least and greatest `_time`, ms. */
  readonly minTimeMs: number;
  readonly maxTimeMs: number;
  /** Event ids of the first and the last row ('' for samples). */
  readonly firstId: string;
  readonly lastId: string;
  /** zstd level 1. */
  readonly payload: Uint8Array;
}

export interface RefusedRow {
  readonly line: string;
  readonly reason: 'store_rejected' | 'store_dropped' | 'too_old' | 'too_new';
  readonly message: string;
}

export interface WriteOutcome {
  readonly stored: number;
  readonly refused: readonly RefusedRow[];
}

/** Writes what was decided. One per place to write to; the drain gives each its own cursor on the outbox. */
export interface Sink {
  readonly name: 'victoria-logs' | 'victoria-metrics' | 'sqlite' | 'memory' | 'kafka';
  /** Nothing is read from it: no query waits for it, and the sidecar is ready without it. */
  readonly isOutput?: true;
  readonly kinds: readonly OutboxBatch['kind'][];
  /** How many writes may run at once, now. */
  readonly concurrency: number;
  /**
   * Resolves when the store has acknowledged. Rejects with a retryable PresageError when it could not; the drain tries again for ever.
   * `doubtful`: an earlier attempt may have arrived (time-out, restart), so the store is asked first which rows it lacks.
   */
  write(
    batch: OutboxBatch,
    options: { readonly doubtful: boolean; readonly signal: AbortSignal },
  ): Promise<WriteOutcome>;
  /**
   * Whether a batch acknowledged at `ackedAtMs` (monotonic, ms) is on the store's disk. `wait`: too early to say.
   * Re-sends what the store lost, at most twice, then refuses it as `store_dropped`.
   */
  settle(
    batch: () => Promise<OutboxBatch>,
    ackedAtMs: number,
    signal: AbortSignal,
  ): Promise<'wait' | WriteOutcome>;
  health(): Promise<StoreHealth>;
  close(): Promise<void>;
}

export interface StoreHealth {
  readonly name: string;
  readonly ok: boolean;
  /** Version, or why it is not well. */
  readonly message: string;
}

/** A class that a person has set for templates of one service: another service can have the same template and mean other things by it. */
export interface CorrectedClass {
  readonly class: LogClass;
  /** Rows that do not say their service count too; absent = of any service. */
  readonly service?: string;
  readonly templateIds: readonly string[];
}

/** What to look at. The tenant and the time range hold whatever the filters and texts say. */
export interface Scope {
  readonly tenant: string;
  /** Inclusive, ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly filters: readonly Filter[];
  /** Words that the message contains, case-insensitive. */
  readonly text: string | undefined;
  /** The user's own LogsQL; VictoriaLogs only. */
  readonly logsql: string | undefined;
  /** Templates whose class a person has set: a filter or group by presage_class sees this class for their rows. */
  readonly corrected: readonly CorrectedClass[];
  readonly signal: AbortSignal;
}

export interface StoredRow {
  readonly timeMs: number;
  /** 0…999,999 */
  readonly timeNanos: number;
  readonly message: string;
  /** All other fields, with ours. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface LogsQuery extends Scope {
  readonly limit: number;
  readonly direction: 'backward' | 'forward';
}

export interface LogsPage {
  /** In the asked direction; ties of time ordered by event id. */
  readonly rows: readonly StoredRow[];
  /** More rows matched than were asked for. */
  readonly truncated: boolean;
  /** The query as the store ran it, for people. */
  readonly executed: string;
}

export interface StatsQuery extends Scope {
  /** Field names; [] = one series. */
  readonly groupBy: readonly string[];
  /** Bucket width; undefined = one value for the whole window. */
  readonly stepMs: number | undefined;
  /** Keep the biggest; the rest is summed into a series whose group values are `other`. */
  readonly top: number | undefined;
  /** `event`: counted from the rows. `arrival`: from presage_log_lines_total (service, class, severity only). */
  readonly time: 'event' | 'arrival';
  /** `share`: of each group's lines, those whose class is not normal, 0…1. `score`: the highest presage_score. */
  readonly value: 'count' | 'rate' | 'share' | 'score';
}

export interface AnomaliesQuery {
  readonly tenant: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Filters on `service` and `for` only. */
  readonly filters: readonly Filter[];
  readonly stepMs: number | undefined;
  readonly top: number | undefined;
  /** [] = one series per (service, for); `service` = maximum over detectors. */
  readonly groupBy: readonly string[];
  /** Which series: the score alone, or with value, expectation and bounds. */
  readonly series: readonly ('anomaly_score' | 'y' | 'yhat' | 'yhat_lower' | 'yhat_upper')[];
  readonly signal: AbortSignal;
}

export interface SeriesResult {
  readonly labels: Readonly<Record<string, string>>;
  /** Bucket starts, ms, ascending (one element when instant). */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface SeriesAnswer {
  readonly series: readonly SeriesResult[];
  readonly executed: string;
  /** What was left out or could not apply, for people. */
  readonly notices: readonly string[];
}

/** Answers what is asked. Rejects with a PresageError: `store_unavailable`, `store_error`, `query_timeout`, `bad_query`, `logsql_unsupported`. */
export interface Reader {
  readonly name: 'victoria' | 'sqlite' | 'memory';
  logs(query: LogsQuery): Promise<LogsPage>;
  /** One row by its event id; the id's time bounds the look-up. */
  event(tenant: string, eventId: string, signal: AbortSignal): Promise<StoredRow | undefined>;
  stats(query: StatsQuery): Promise<SeriesAnswer>;
  anomalies(query: AnomaliesQuery): Promise<SeriesAnswer>;
  fields(scope: Scope): Promise<readonly { readonly name: string; readonly hits: number }[]>;
  fieldValues(
    scope: Scope,
    field: string,
    limit: number,
  ): Promise<readonly { readonly value: string; readonly hits: number }[]>;
  /** Template rows of the reserved stream, newest of each (template, service): loaded at start when the state folder is lost. */
  templateRows(signal: AbortSignal): AsyncIterable<string>;
}
