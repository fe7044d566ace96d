export interface MetricFact {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly unit: 'lines' | 'bytes' | 'seconds' | 'requests' | 'rows' | 'count' | 'batches';
  readonly description: string;
  /** Upper bounds of a histogram's buckets, in the unit. */
  readonly buckets?: readonly number[];
}
