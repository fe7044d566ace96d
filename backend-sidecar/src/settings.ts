/** Every setting, as data: config.ts reads them, docs/configuration.md is printed from them. */
export interface SettingFact {
  readonly env: string;
  readonly kind:
    | 'address'
    | 'bytes'
    | 'count'
    | 'duration'
    | 'flag'
    | 'level'
    | 'list'
    | 'minutes'
    | 'path'
    | 'secret'
    | 'start'
    | 'url';
  /** As a user would write it; '' = not set. */
  readonly default: string;
  readonly description: string;
}

export const SETTINGS = {
  listen: {
    env: 'PRESAGE_LISTEN',
    kind: 'address',
    default: '127.0.0.1:9480',
    description: 'Address and port of the one server.',
  },
  openAccess: {
    env: 'PRESAGE_ALLOW_OPEN_ACCESS',
    kind: 'flag',
    default: 'false',
    description:
      'Listen beyond loopback although there is no token. Everyone who reaches the port can then read and write.',
  },
  dataDir: {
    env: 'PRESAGE_DATA_DIR',
    kind: 'path',
    default: '.presage',
    description: 'Folder of the journal, the outbox, the state, the tokens and the embedded store.',
  },
  logLevel: {
    env: 'PRESAGE_LOG_LEVEL',
    kind: 'level',
    default: 'info',
    description: 'Least severe of our own messages to print: `debug`, `info`, `warn` or `error`.',
  },
  ingestToken: {
    env: 'PRESAGE_INGEST_TOKEN',
    kind: 'secret',
    default: '',
    description: 'Token that may send logs.',
  },
  readToken: { env: 'PRESAGE_READ_TOKEN', kind: 'secret', default: '', description: 'Token that may ask.' },
  correctToken: {
    env: 'PRESAGE_CORRECT_TOKEN',
    kind: 'secret',
    default: '',
    description: 'Token that may ask and correct classes.',
  },
  adminToken: {
    env: 'PRESAGE_ADMIN_TOKEN',
    kind: 'secret',
    default: '',
    description: 'Token that may do everything.',
  },
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
  journalMaxBytes: {
    env: 'PRESAGE_JOURNAL_MAX_BYTES',
    kind: 'bytes',
    default: '8GiB',
    description: 'Cap of the journal; above it senders get 429.',
  },
  outboxMaxBytes: {
    env: 'PRESAGE_OUTBOX_MAX_BYTES',
    kind: 'bytes',
    default: '8GiB',
    description: 'Cap of the outbox, which grows while a store is down; above it senders get 429.',
  },
  deadLettersMaxBytes: {
    env: 'PRESAGE_DEAD_LETTERS_MAX_BYTES',
    kind: 'bytes',
    default: '64MiB',
    description: 'Cap of the dead letters; the oldest go first.',
  },
  bodyMaxBytes: {
    env: 'PRESAGE_BODY_MAX_BYTES',
    kind: 'bytes',
    default: '32MiB',
    description: 'Largest request body as it comes over the wire.',
  },
  bodyMaxDecompressed: {
    env: 'PRESAGE_BODY_MAX_DECOMPRESSED_BYTES',
    kind: 'bytes',
    default: '64MiB',
    description: 'Largest request body once decompressed.',
  },
  bodyMaxRatio: {
    env: 'PRESAGE_BODY_MAX_RATIO',
    kind: 'count',
    default: '200',
    description: 'Largest ratio of decompressed to compressed size, beyond the first MiB.',
  },
  bodyTimeout: {
    env: 'PRESAGE_BODY_TIMEOUT',
    kind: 'duration',
    default: '30s',
    description: 'Longest time for a request body to arrive.',
  },
  inFlightMaxBytes: {
    env: 'PRESAGE_IN_FLIGHT_MAX_BYTES',
    kind: 'bytes',
    default: '128MiB',
    description: 'Bodies being read and journalled at one time, shared fairly by tenant and source.',
  },
  maxTenants: {
    env: 'PRESAGE_MAX_TENANTS',
    kind: 'count',
    default: '100',
    description: 'Tenants that may write.',
  },
  maxServices: {
    env: 'PRESAGE_MAX_SERVICES',
    kind: 'count',
    default: '2000',
    description: 'Services kept in memory; the least recently seen are saved and let go.',
  },
  maxTemplates: {
    env: 'PRESAGE_MAX_TEMPLATES',
    kind: 'count',
    default: '5000',
    description: 'Templates kept for one service.',
  },
  warmupBuckets: {
    env: 'PRESAGE_WARMUP_BUCKETS',
    kind: 'count',
    default: '30',
    description: '10 s buckets that a service is watched before its volume and error share are scored.',
  },
  warmupLines: {
    env: 'PRESAGE_WARMUP_LINES',
    kind: 'count',
    default: '100000',
    description: 'Lines of a service before a new template counts as unusual …',
  },
  warmupTime: {
    env: 'PRESAGE_WARMUP_TIME',
    kind: 'duration',
    default: '24h',
    description: '… or this time, whichever comes first.',
  },
  files: {
    env: 'PRESAGE_FILES',
    kind: 'list',
    default: '',
    description: 'Files to follow, separated by commas; `*` stands for any part of a name.',
  },
  filesFrom: {
    env: 'PRESAGE_FILES_FROM',
    kind: 'start',
    default: 'beginning',
    description:
      'Where to start in a file seen for the first time: `beginning` (its old lines are marked as backfill) or `end`.',
  },
  fileZone: {
    env: 'PRESAGE_FILE_ZONE_MINUTES',
    kind: 'minutes',
    default: '0',
    description: 'Zone of times in files that name none, in minutes east of UTC.',
  },
  demo: {
    env: 'PRESAGE_DEMO',
    kind: 'flag',
    default: 'false',
    description: 'Feed a small invented shop, with faults that come and go.',
  },
  demoRate: {
    env: 'PRESAGE_DEMO_RATE',
    kind: 'count',
    default: '40',
    description: 'Lines a second of the demo on a quiet minute.',
  },
  demoSeed: {
    env: 'PRESAGE_DEMO_SEED',
    kind: 'count',
    default: '1',
    description: 'Seed of the demo: the same seed plays the same day.',
  },
  tailRate: {
    env: 'PRESAGE_TAIL_MAX_LINES',
    kind: 'count',
    default: '500',
    description: 'Lines a second that one live tail is sent; the rest is counted.',
  },
} as const satisfies Record<string, SettingFact>;

export type SettingName = keyof typeof SETTINGS;
