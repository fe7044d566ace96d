import type { SettingFact } from './setting-fact.ts';

/** Logs that are read from clouds; which ones is told in a file. */
export const CLOUDS_SETTINGS = {
  cloudSources: {
    env: 'PRESAGE_CLOUD_SOURCES',
    kind: 'file',
    default: '',
    description: 'YAML or JSON file that names what is read from CloudWatch Logs and Azure Monitor.',
  },
} as const satisfies Record<string, SettingFact>;
