import { ACCESS_SETTINGS } from './settings/access.ts';
import { ALERTS_SETTINGS } from './settings/alerts.ts';
import { CLOUDS_SETTINGS } from './settings/clouds.ts';
import { EXPLAIN_SETTINGS } from './settings/explain.ts';
import { FEEDS_SETTINGS } from './settings/feeds.ts';
import { INTAKE_SETTINGS } from './settings/intake.ts';
import { JUDGEMENT_SETTINGS } from './settings/judgement.ts';
import { KAFKA_SETTINGS } from './settings/kafka.ts';
import { LLM_SETTINGS } from './settings/llm.ts';
import { STORES_SETTINGS } from './settings/stores.ts';
import { UPLOADS_SETTINGS } from './settings/uploads.ts';
import { SYSLOG_SETTINGS } from './settings/syslog.ts';

/** Every setting, in the order of docs/configuration.md. To add one: its entry in one of the groups, then npm run generate. */
export const SETTINGS = {
  ...ACCESS_SETTINGS,
  ...STORES_SETTINGS,
  ...INTAKE_SETTINGS,
  ...JUDGEMENT_SETTINGS,
  ...EXPLAIN_SETTINGS,
  ...LLM_SETTINGS,
  ...FEEDS_SETTINGS,
  ...SYSLOG_SETTINGS,
  ...KAFKA_SETTINGS,
  ...CLOUDS_SETTINGS,
  ...UPLOADS_SETTINGS,
  ...ALERTS_SETTINGS,
} as const;

export type SettingName = keyof typeof SETTINGS;
