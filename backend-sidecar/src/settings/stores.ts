import type { SettingFact } from './setting-fact.ts';

/** Where lines and series are stored and asked for. */
export const STORES_SETTINGS = {
  victoriaLogsUrl: {
    env: 'PRESAGE_VICTORIALOGS_URL',
    kind: 'url',
    default: '',
    description: 'VictoriaLogs, for example `http://127.0.0.1:9428`. Not set = the embedded store.',
  },
  victoriaLogsToken: {
    env: 'PRESAGE_VICTORIALOGS_TOKEN',
    kind: 'secret',
    default: '',
    description: 'Bearer token for VictoriaLogs.',
  },
  victoriaMetricsUrl: {
    env: 'PRESAGE_VICTORIAMETRICS_URL',
    kind: 'url',
    default: '',
    description: 'VictoriaMetrics, for example `http://127.0.0.1:8428`. Set both or neither.',
  },
  victoriaMetricsToken: {
    env: 'PRESAGE_VICTORIAMETRICS_TOKEN',
    kind: 'secret',
    default: '',
    description: 'Bearer token for VictoriaMetrics.',
  },
  victoriaCluster: {
    env: 'PRESAGE_VICTORIA_CLUSTER',
    kind: 'flag',
    default: 'false',
    description:
      'The URLs lead to clusters, vmauth or a balancer: what was stored is then always counted before it is let go.',
  },
  retention: {
    env: 'PRESAGE_RETENTION',
    kind: 'duration',
    default: '7d',
    description: 'How long the embedded store keeps lines and series.',
  },
  storeMaxBytes: {
    env: 'PRESAGE_STORE_MAX_BYTES',
    kind: 'bytes',
    default: '20GiB',
    description: 'Size at which the embedded store drops its oldest slice.',
  },
  queryTimeout: {
    env: 'PRESAGE_QUERY_TIMEOUT',
    kind: 'duration',
    default: '20s',
    description: 'Longest time for one query. Grafana gives up after 30 s.',
  },
} as const satisfies Record<string, SettingFact>;
