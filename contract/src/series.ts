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
