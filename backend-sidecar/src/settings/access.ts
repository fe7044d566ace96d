import type { SettingFact } from './setting-fact.ts';

/** Where the server listens, who may use it, and where it keeps its files. */
export const ACCESS_SETTINGS = {
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
} as const satisfies Record<string, SettingFact>;
