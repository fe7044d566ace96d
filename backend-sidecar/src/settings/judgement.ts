import type { SettingFact } from './setting-fact.ts';

/** What is learned, and for how long before it is judged. */
export const JUDGEMENT_SETTINGS = {
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
  signaturesFile: {
    env: 'PRESAGE_SIGNATURES_FILE',
    kind: 'file',
    default: '',
    description:
      'JSON file of your own signatures, read again when it changes; see signatures.md. Not set = those that ship.',
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
} as const satisfies Record<string, SettingFact>;
