import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import { openSqliteStore } from '../stores/sqlite/store.ts';
import type { Reader, Sink } from '../stores/store.ts';
import { openVictoriaLogs } from '../stores/victoria/logs-sink.ts';
import { openVictoriaMetrics } from '../stores/victoria/metrics-sink.ts';
import { openVictoriaReader } from '../stores/victoria/reader.ts';
import { kafkaSinks } from './open-kafka.ts';

export interface Stores {
  readonly sinks: readonly Sink[];
  readonly reader: Reader;
}

/** The stores that the settings name: VictoriaLogs with VictoriaMetrics, or the embedded one. */
export async function openStores(config: Config, log: Log, meter: Meter): Promise<Stores> {
  const { victoriaLogsUrl, victoriaMetricsUrl } = config;
  if (!victoriaLogsUrl || !victoriaMetricsUrl) {
    const { sink, reader } = await openSqliteStore({
      folder: join(config.dataDir, 'store'),
      retentionMs: config.retention,
      maxBytes: config.storeMaxBytes,
      queryTimeoutMs: config.queryTimeout,
      log,
      meter,
    });
    return { sinks: [sink, ...kafkaSinks(config, meter)], reader };
  }
  const logs = {
    url: victoriaLogsUrl.href,
    token: config.victoriaLogsToken?.reveal(),
    cluster: config.victoriaCluster,
    log,
    meter,
  };
  const metrics = {
    url: victoriaMetricsUrl.href,
    token: config.victoriaMetricsToken?.reveal(),
    cluster: config.victoriaCluster,
    log,
    meter,
  };
  return {
    sinks: [openVictoriaLogs(logs), openVictoriaMetrics(metrics), ...kafkaSinks(config, meter)],
    reader: openVictoriaReader({ logs, metrics, queryTimeoutMs: config.queryTimeout }),
  };
}
