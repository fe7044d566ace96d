import { LATENCY_BUCKETS, type MetricFact } from './metric-fact.ts';

/** Lines as they arrive, and the sources that bring them. */
export const SOURCE_METRICS = [
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
    buckets: LATENCY_BUCKETS,
  },
  {
    name: 'presage_source_failing',
    type: 'gauge',
    labels: ['source'],
    unit: 'count',
    description: '1 while a source that brings lines by itself cannot bring them, else 0.',
  },
  {
    name: 'presage_source_paused',
    type: 'gauge',
    labels: ['source'],
    unit: 'count',
    description: '1 while a source is paused by an administrator, else 0.',
  },
  {
    name: 'presage_source_lag_seconds',
    type: 'gauge',
    labels: ['source'],
    unit: 'seconds',
    description: 'Age of the oldest line that is known to wait at a source; only of sources that can tell.',
  },
  {
    name: 'presage_source_dropped_total',
    type: 'counter',
    labels: ['source', 'reason'],
    unit: 'lines',
    description:
      'Messages or connections that a source could not take: `busy` (datagrams), `not_allowed`, `too_many_connections`.',
  },
] as const satisfies readonly MetricFact[];
