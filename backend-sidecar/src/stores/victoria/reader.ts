/**
 * In: what is asked, in the contract's words. Out: rows from VictoriaLogs, series from VictoriaMetrics.
 * Tenant and time range hold whatever filters and texts say; no value can change the shape of a query; nothing is written here.
 */
import { Connection, type ConnectionOptions } from './connection.ts';
import { readAnomalies } from './read-anomalies.ts';
import { readArrival } from './read-arrival.ts';
import { readEvent, readHits, readLogs } from './read-logs.ts';
import type { MetricStore } from './read-series.ts';
import { readStats } from './read-stats.ts';
import { readTemplateRows } from './read-templates.ts';
import { requireField } from '../match.ts';
import type { Reader } from '../store.ts';

type Place = Omit<ConnectionOptions, 'timeoutMs'>;

export interface VictoriaReaderOptions {
  readonly logs: Place;
  /** `cluster`: the URL is a vmselect's (or a vmauth's before it) and tenants go by path. */
  readonly metrics: Place & { readonly cluster?: boolean | undefined };
  readonly queryTimeoutMs: number;
}

/** Fields that nobody asks for: VictoriaLogs' own, and the mark of the reserved stream. */
const HIDDEN_FIELDS = new Set(['_stream_id', '_stream', '_time', 'presage_stream']);

/** Where a field has more values than its limit, VictoriaLogs takes the first that it meets and counts none: hits are 0. */
const COUNTED_VALUES = 10_000;

/** VictoriaLogs and VictoriaMetrics as the place to ask. `close` ends its connections. */
export function openVictoriaReader(options: VictoriaReaderOptions): Reader & { close(): Promise<void> } {
  const { queryTimeoutMs: timeoutMs } = options;
  const logs = new Connection({ ...options.logs, timeoutMs });
  const metrics: MetricStore = {
    connection: new Connection({ ...options.metrics, timeoutMs }),
    isCluster: options.metrics.cluster ?? false,
  };
  return {
    name: 'victoria',
    logs: (query) => readLogs(logs, query),
    event: (tenant, eventId, signal) => readEvent(logs, tenant, eventId, signal),
    stats: (query) => (query.time === 'arrival' ? readArrival(metrics, query) : readStats(logs, query)),
    anomalies: (query) => readAnomalies(metrics, query),
    fields: async (scope) => {
      const names = await readHits(logs, scope, '/select/logsql/field_names', []);
      return names
        .filter(({ value }) => !HIDDEN_FIELDS.has(value))
        .map(({ value, hits }) => ({ name: value, hits }));
    },
    fieldValues: async (scope, field, limit) => {
      requireField(field);
      const parameters = [
        ['field', field],
        ['limit', String(Math.max(limit, COUNTED_VALUES))],
      ] as const;
      const seesClass = field === 'presage_class';
      const values = await readHits(logs, scope, '/select/logsql/field_values', parameters, seesClass);
      return values.filter(({ value }) => value !== '').slice(0, limit);
    },
    templateRows: (signal) => readTemplateRows(logs, signal),
    close: async () => {
      await Promise.all([logs.close(), metrics.connection.close()]);
    },
  };
}
