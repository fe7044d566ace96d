import type { SettingFact } from './setting-fact.ts';

/** What explanations draw from besides the stored lines. */
export const EXPLAIN_SETTINGS = {
  runbooks: {
    env: 'PRESAGE_RUNBOOKS',
    kind: 'path',
    default: '',
    description:
      'Folder of your own runbooks: Markdown files that begin with a header (`---`, `match: words of the line`, `---`), read again when they change; see runbooks.md.',
  },
} as const satisfies Record<string, SettingFact>;
