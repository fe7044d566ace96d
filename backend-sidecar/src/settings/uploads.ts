import type { SettingFact } from './setting-fact.ts';

/** Files that are uploaded to be read as old lines. */
export const UPLOADS_SETTINGS = {
  uploadMaxBytes: {
    env: 'PRESAGE_UPLOAD_MAX_BYTES',
    kind: 'bytes',
    default: '2GiB',
    description: 'Largest uploaded file as it comes over the wire; it waits on disk until it is read.',
  },
  uploadMaxDecompressed: {
    env: 'PRESAGE_UPLOAD_MAX_DECOMPRESSED_BYTES',
    kind: 'bytes',
    default: '50GiB',
    description: 'Largest uploaded file once decompressed.',
  },
  uploadMaxOpen: {
    env: 'PRESAGE_UPLOAD_MAX_OPEN',
    kind: 'count',
    default: '20',
    description: 'Uploads that may wait to be read.',
  },
} as const satisfies Record<string, SettingFact>;
