import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SIGNATURES } from '../../knowledge/signatures.ts';
import type { Config } from '../config.ts';
import { messageOf, PresageError } from '../errors.ts';
import { RULE_FAMILIES, type AlertSettings, type RuleFamily } from '../grafana/alert-settings.ts';
import { readHours } from '../grafana/mute-times.ts';
import { PROVISIONING_FILE, provisioningFile } from '../grafana/provisioning-file.ts';
import { readSignatureFile } from './signature-file.ts';

/** Grafana's scheduler ticks this often; it refuses other intervals. */
const TICK_MS = 10_000;

/**
 * Writes what Grafana loads from `provisioning/alerting`; resolves with the file's path. Throws `bad_config`.
 * Only its owner may read the file: it may hold URLs by which anyone can post to a channel.
 */
export async function grafana(config: Config, folder: string): Promise<string> {
  const settings = alertSettings(config);
  const { signaturesFile } = config;
  const signatures = signaturesFile === undefined ? SIGNATURES : await readSignatureFile(signaturesFile);
  const file = join(folder, PROVISIONING_FILE);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.new`, provisioningFile(settings, signatures), { mode: 0o600 });
    await rename(`${file}.new`, file);
  } catch (thrown) {
    throw new PresageError('bad_config', `${file} cannot be written: ${messageOf(thrown)}.`, {
      cause: thrown,
    });
  }
  return file;
}

/** Throws `bad_config` with one line a problem. */
export function alertSettings(config: Config): AlertSettings {
  const problems: string[] = [];
  const settings: AlertSettings = {
    org: config.grafanaOrg,
    channels: {
      email: config.alertEmail,
      teamsUrl: urlOf('PRESAGE_ALERT_TEAMS_URL', config.alertTeamsUrl?.reveal(), problems),
      slackUrl: urlOf('PRESAGE_ALERT_SLACK_URL', config.alertSlackUrl?.reveal(), problems),
      webhook: webhookOf(config, problems),
      jira: jiraOf(config, problems),
    },
    preventiveEmail: config.alertPreventiveEmail,
    routing: config.alertRouting,
    off: familiesOff(config.alertOff, problems),
    windowMs: config.alertWindow,
    intervalMs: config.alertInterval,
    groupWaitMs: config.alertGroupWait,
    groupIntervalMs: config.alertGroupInterval,
    repeatIntervalMs: config.alertRepeatInterval,
    quiet: quietHours(config.alertQuietHours, problems),
    quietZone: config.alertQuietZone ?? 'UTC',
    storeLagSeconds: Math.round(config.alertStoreLag / 1000),
    journalPercent: config.alertJournalPercent,
  };
  problems.push(...problemsOf(settings));
  if (problems.length === 0) return settings;
  throw new PresageError(
    'bad_config',
    `The alerts cannot be rendered:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
  );
}

function problemsOf({ channels, windowMs, intervalMs, quietZone, ...times }: AlertSettings): string[] {
  const problems: string[] = [];
  const address = channels.email.find((one) => !/^[^\s@;,<>]+@[^\s@;,<>]+$/.test(one));
  if (address !== undefined)
    problems.push(
      `PRESAGE_ALERT_EMAIL has ${JSON.stringify(address)}; it takes addresses separated by commas.`,
    );
  if (intervalMs < TICK_MS || intervalMs % TICK_MS !== 0)
    problems.push('PRESAGE_ALERT_INTERVAL takes a multiple of 10s: Grafana looks no more often.');
  if (windowMs < 2 * intervalMs)
    problems.push('PRESAGE_ALERT_WINDOW takes at least two intervals, or lines fall between two looks.');
  if (Math.min(times.groupWaitMs, times.groupIntervalMs, times.repeatIntervalMs) < 1000)
    problems.push('PRESAGE_ALERT_GROUP_WAIT, _GROUP_INTERVAL and _REPEAT_INTERVAL take at least 1s.');
  if (!isZone(quietZone))
    problems.push(
      `PRESAGE_ALERT_QUIET_ZONE is ${JSON.stringify(quietZone)}; it takes a zone such as Europe/Berlin.`,
    );
  return problems;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Such a URL is a secret: a problem with it does not show it. */
function urlOf(name: string, text: string | undefined, problems: string[]): string | undefined {
  if (text !== undefined && !/^https?:\/\/[^\s]+$/.test(text))
    problems.push(`${name} is no http or https URL.`);
  return text;
}

function webhookOf(config: Config, problems: string[]): AlertSettings['channels']['webhook'] {
  const url = urlOf('PRESAGE_ALERT_WEBHOOK_URL', config.alertWebhookUrl?.reveal(), problems);
  return url === undefined ? undefined : { url, secret: config.alertWebhookSecret?.reveal() };
}

function jiraOf(config: Config, problems: string[]): AlertSettings['channels']['jira'] {
  const { alertJiraUrl: url, alertJiraProject: project, alertJiraToken, alertJiraUser: user } = config;
  if (url === undefined) return undefined;
  if (!url.pathname.includes('/rest/api/'))
    problems.push(
      'PRESAGE_ALERT_JIRA_URL takes the address of the API: /rest/api/3 for Jira Cloud, /rest/api/2 for a Jira of your own.',
    );
  if (project === undefined || alertJiraToken === undefined)
    problems.push('PRESAGE_ALERT_JIRA_URL needs PRESAGE_ALERT_JIRA_PROJECT and PRESAGE_ALERT_JIRA_TOKEN.');
  return {
    url: url.href,
    user,
    token: alertJiraToken?.reveal(),
    project: project ?? '',
    type: config.alertJiraType ?? 'Task',
    resolve: config.alertJiraResolve,
    reopen: config.alertJiraReopen,
  };
}

function familiesOff(names: readonly string[], problems: string[]): readonly RuleFamily[] {
  const unknown = names.find((name) => !RULE_FAMILIES.some((family) => family === name));
  if (unknown !== undefined)
    problems.push(`PRESAGE_ALERT_OFF has ${JSON.stringify(unknown)}; it takes ${RULE_FAMILIES.join(', ')}.`);
  return RULE_FAMILIES.filter((family) => names.includes(family));
}

function quietHours(texts: readonly string[], problems: string[]): AlertSettings['quiet'] {
  return texts.flatMap((text) => {
    const ranges = readHours(text);
    if (ranges === undefined)
      problems.push(
        `PRESAGE_ALERT_QUIET_HOURS has ${JSON.stringify(text)}; it takes hours such as 22:00-07:00.`,
      );
    return ranges ?? [];
  });
}
