import type { SettingFact } from './setting-fact.ts';

/** How much may arrive and wait. */
export const INTAKE_SETTINGS = {
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
    description: 'Longest time for a request body to arrive; of an upload, for each 16 KiB of it.',
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
} as const satisfies Record<string, SettingFact>;
