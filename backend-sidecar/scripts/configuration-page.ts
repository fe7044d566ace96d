import { SETTINGS } from '../src/settings.ts';
import type { SettingFact } from '../src/settings/setting-fact.ts';

const KINDS: Readonly<Record<SettingFact['kind'], string>> = {
  address: 'host:port',
  listener: 'host:port',
  bytes: 'size',
  count: 'whole number',
  decimal: 'number',
  duration: 'time',
  engine: 'engine',
  file: 'file',
  flag: 'true or false',
  level: 'level',
  list: 'list',
  minutes: 'minutes',
  path: 'folder',
  routing: 'rules or policy',
  sdk: 'genai or generative-ai',
  secret: 'secret',
  start: 'beginning or end',
  text: 'text',
  url: 'URL',
};

/** docs/configuration.md, from the table of settings. */
export function configurationPage(): string {
  const rows = (Object.values(SETTINGS) as SettingFact[]).map(
    ({ env, kind, default: value, description }) =>
      `| \`${env}\` | ${KINDS[kind]} | ${value === '' ? '–' : `\`${value}\``} | ${description} |`,
  );
  return `# Configuration

Generated from \`backend-sidecar/src/settings/\` by \`npm run generate\`. All settings are environment variables; they are checked
at start, all problems are told at once, and an unknown \`PRESAGE_…\` name is refused with the nearest known one.

Sizes take B, KiB, MiB, GiB, TiB (or KB, MB, GB, TB); times take ms, s, m, h, d. An empty value counts as not set. A secret can
come from a file: \`PRESAGE_READ_TOKEN_FILE=/run/secrets/read-token\`. Secrets are never printed.

| setting | kind | default | what it does |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
