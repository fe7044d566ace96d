export interface MetricFact {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly unit: 'lines' | 'bytes' | 'seconds' | 'requests' | 'rows' | 'count' | 'batches';
  readonly description: string;
  /** Upper bounds of a histogram's buckets, in the unit. */
  readonly buckets?: readonly number[];
}

const ACK_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Presage's own health: what `/metrics` serves. Series written to the metric store are in SERIES. */
export const METRICS = [
  {
    name: 'presage_ingest_lines_total',
    type: 'counter',
    labels: ['source', 'outcome'],
    unit: 'lines',
    description: 'Lines that arrived, by source and outcome (`accepted`, `rejected`).',
  },
  {
    name: 'presage_ingest_bytes_total',
    type: 'counter',
    labels: ['source'],
    unit: 'bytes',
    description: 'Decompressed bytes that arrived.',
  },
  {
    name: 'presage_ingest_requests_total',
    type: 'counter',
    labels: ['route', 'code'],
    unit: 'requests',
    description: 'Requests to the insert routes by HTTP status.',
  },
  {
    name: 'presage_ingest_ack_seconds',
    type: 'histogram',
    labels: [],
    unit: 'seconds',
    description: 'From a complete request body to its durable acknowledgement.',
    buckets: ACK_BUCKETS,
  },
  {
    name: 'presage_dead_letters_total',
    type: 'counter',
    labels: ['reason'],
    unit: 'lines',
    description: 'Lines set aside with a reason instead of stored.',
  },
  {
    name: 'presage_dead_letters_dropped_total',
    type: 'counter',
    labels: ['reason'],
    unit: 'lines',
    description: 'Dead letters whose sample was not kept because the dead-letter cap was reached.',
  },
  {
    name: 'presage_journal_bytes',
    type: 'gauge',
    labels: ['log'],
    unit: 'bytes',
    description: 'Bytes held on disk by the journal and the outbox.',
  },
  {
    name: 'presage_journal_limit_bytes',
    type: 'gauge',
    labels: ['log'],
    unit: 'bytes',
    description: 'The cap at which ingestion answers 429.',
  },
  {
    name: 'presage_journal_quarantined_total',
    type: 'counter',
    labels: ['log'],
    unit: 'count',
    description: 'Damaged journal records skipped on reading.',
  },
  {
    name: 'presage_journal_sync_seconds',
    type: 'histogram',
    labels: ['log'],
    unit: 'seconds',
    description: 'Time of one fdatasync.',
    buckets: ACK_BUCKETS,
  },
  {
    name: 'presage_pipeline_lines_total',
    type: 'counter',
    labels: ['class'],
    unit: 'lines',
    description: 'Lines decided, by class.',
  },
  {
    name: 'presage_pipeline_lag_seconds',
    type: 'gauge',
    labels: [],
    unit: 'seconds',
    description: 'Age of the oldest journalled line that is not yet decided.',
  },
  {
    name: 'presage_pipeline_lag_lines',
    type: 'gauge',
    labels: [],
    unit: 'lines',
    description: 'Journalled lines that are not yet decided.',
  },
  {
    name: 'presage_pipeline_failures_total',
    type: 'counter',
    labels: [],
    unit: 'count',
    description: 'Times the pipeline failed on a record.',
  },
  {
    name: 'presage_partitions',
    type: 'gauge',
    labels: [],
    unit: 'count',
    description: 'Partitions (tenant and service) held in memory.',
  },
  {
    name: 'presage_templates',
    type: 'gauge',
    labels: [],
    unit: 'count',
    description: 'Templates held in memory.',
  },
  {
    name: 'presage_signatures',
    type: 'gauge',
    labels: ['origin'],
    unit: 'count',
    description: 'Signatures in force, by origin (`shipped`, `own`).',
  },
  {
    name: 'presage_signatures_file_refused',
    type: 'gauge',
    labels: [],
    unit: 'count',
    description:
      '1 while the file of own signatures on disk cannot be used and those from before stay in force.',
  },
  {
    name: 'presage_outbox_lag_seconds',
    type: 'gauge',
    labels: ['store'],
    unit: 'seconds',
    description: 'Age of the oldest decided batch that a store has not acknowledged.',
  },
  {
    name: 'presage_outbox_lag_batches',
    type: 'gauge',
    labels: ['store'],
    unit: 'batches',
    description: 'Decided batches that a store has not acknowledged.',
  },
  {
    name: 'presage_store_requests_total',
    type: 'counter',
    labels: ['store', 'outcome'],
    unit: 'requests',
    description: 'Writes to a store by outcome (`ok`, `retry`, `rejected`).',
  },
  {
    name: 'presage_store_rows_total',
    type: 'counter',
    labels: ['store', 'outcome'],
    unit: 'rows',
    description: 'Rows written to a store by outcome (`stored`, `resent`, `dropped`).',
  },
  {
    name: 'presage_store_seconds',
    type: 'histogram',
    labels: ['store'],
    unit: 'seconds',
    description: 'Time of one write to a store.',
    buckets: ACK_BUCKETS,
  },
  {
    name: 'presage_query_seconds',
    type: 'histogram',
    labels: ['query_type'],
    unit: 'seconds',
    description: 'Time to answer one query.',
    buckets: ACK_BUCKETS,
  },
  {
    name: 'presage_query_errors_total',
    type: 'counter',
    labels: ['code'],
    unit: 'count',
    description: 'Queries that ended in an error.',
  },
  {
    name: 'presage_tail_clients',
    type: 'gauge',
    labels: [],
    unit: 'count',
    description: 'Open live-tail streams.',
  },
  {
    name: 'presage_tail_dropped_total',
    type: 'counter',
    labels: [],
    unit: 'lines',
    description: 'Lines not sent to a live tail because it was over its rate.',
  },
] as const satisfies readonly MetricFact[];

export type MetricName = (typeof METRICS)[number]['name'];

/** The series that Presage writes to the metric store (and that alert rules and dashboards read). */
export const SERIES = [
  {
    name: 'presage_log_lines_total',
    labels: ['service', 'class', 'severity', 'instance', 'job', 'tenant'],
    description: 'Lines decided since the sidecar first saw the service, by processing time. Cumulative.',
  },
  {
    name: 'anomaly_score',
    labels: ['for', 'service', 'instance', 'job', 'tenant'],
    description: '0…1 as expected, above 1 anomalous, 0 while warming up. One value per 10 s bucket.',
  },
  {
    name: 'y',
    labels: ['for', 'service', 'instance', 'job', 'tenant'],
    description: 'The value that was scored.',
  },
  {
    name: 'yhat',
    labels: ['for', 'service', 'instance', 'job', 'tenant'],
    description: 'The value that was expected.',
  },
  {
    name: 'yhat_lower',
    labels: ['for', 'service', 'instance', 'job', 'tenant'],
    description: 'Lower bound of what is normal.',
  },
  {
    name: 'yhat_upper',
    labels: ['for', 'service', 'instance', 'job', 'tenant'],
    description: 'Upper bound of what is normal.',
  },
] as const;
export type SeriesName = (typeof SERIES)[number]['name'];

/** Width of the buckets in which services are scored and series are written, in milliseconds. */
export const BUCKET_MS = 10_000;
