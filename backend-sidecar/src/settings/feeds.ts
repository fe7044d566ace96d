import type { SettingFact } from './setting-fact.ts';

/** What brings lines by itself, and what live lines are sent on. */
export const FEEDS_SETTINGS = {
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
