import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { environmentText, type Config } from '../config.ts';
import { PresageError } from '../errors.ts';
import { tenantOfText } from '../http/tenant.ts';
import { KINDS } from '../settings/kinds.ts';
import { openAzure } from '../sources/azure/azure-source.ts';
import type { CloudWatchAccess } from '../sources/cloudwatch/cloudwatch-access.ts';
import { openCloudWatch } from '../sources/cloudwatch/cloudwatch-source.ts';
import { PollBudget } from '../sources/poll-budget.ts';
import { POLL_CLOCK } from '../sources/poll-clock.ts';
import type { PollFeed } from '../sources/poll-feed.ts';
import type { Intake } from '../sources/source.ts';
import { readCloudFile } from './cloud-file.ts';
import type { AzureEntry, CloudWatchEntry } from './cloud-schema.ts';

/** FilterLogEvents is granted five times a second in most regions; some are left to others. */
const CLOUDWATCH_PER_SECOND = 3;
/** Log Analytics grants 200 requests in 30 s to a user. */
const AZURE_PER_SECOND = 3;

/** Sources of one account and region ask out of one budget. */
class Budgets {
  readonly #budgets = new Map<string, PollBudget>();

  of(key: string, perSecond: number): PollBudget {
    const budget = this.#budgets.get(key) ?? new PollBudget(perSecond, () => POLL_CLOCK.monotonicMs());
    this.#budgets.set(key, budget);
    return budget;
  }
}

export interface CloudParts {
  readonly config: Config;
  readonly road: { readonly intake: Intake; positionsOf(source: string): ReadonlyMap<string, string> };
  readonly log: Log;
}

/** What the file of clouds asks for. @throws PresageError `bad_config` */
export function cloudFeeds(parts: CloudParts): PollFeed[] {
  const { cloudSources } = parts.config;
  if (cloudSources === undefined) return [];
  const { cloudwatch = {}, azure = {} } = readCloudFile(cloudSources);
  const budgets = new Budgets();
  return [
    ...Object.entries(cloudwatch).flatMap(([name, entry]) => cloudWatchFeeds(parts, name, entry, budgets)),
    ...Object.entries(azure).map(([name, entry]) => azureFeed(parts, name, entry, budgets)),
  ];
}

/** A feed for each region, so that one that cannot be asked holds none of the others back. */
function cloudWatchFeeds(
  parts: CloudParts,
  name: string,
  entry: CloudWatchEntry,
  budgets: Budgets,
): PollFeed[] {
  const { role, profile, access_key_env: key, endpoint = '' } = entry;
  const account = entry.account ?? role?.split(':')[4] ?? profile ?? key ?? 'default';
  const perSecond = entry.requests_per_second ?? CLOUDWATCH_PER_SECOND;
  return entry.regions.map((region) =>
    openCloudWatch({
      ...commonOf(parts, entry, 'cloudwatch'),
      name: entry.regions.length === 1 ? name : `${name}:${region}`,
      account,
      access: accessOf(name, entry),
      region,
      groups: entry.groups ?? [],
      prefixes: entry.prefixes ?? [],
      pattern: entry.filter,
      budget: budgets.of(`aws ${account} ${region} ${endpoint}`, perSecond),
    }),
  );
}

function accessOf(name: string, entry: CloudWatchEntry): CloudWatchAccess {
  const { access_key_env: id, secret_key_env: secret, session_token_env: session } = entry;
  return {
    keys:
      id === undefined || secret === undefined
        ? undefined
        : {
            id: secretText(name, id),
            secret: secretText(name, secret),
            session: session === undefined ? undefined : secretText(name, session),
          },
    profile: entry.profile,
    role: entry.role,
    externalId: entry.external_id,
    endpoint: entry.endpoint,
  };
}

function azureFeed(parts: CloudParts, name: string, entry: AzureEntry, budgets: Budgets): PollFeed {
  const { tenant_id: tenantId, client_id: clientId, client_secret_env: secret, endpoint = '' } = entry;
  const perSecond = entry.requests_per_second ?? AZURE_PER_SECOND;
  return openAzure({
    ...commonOf(parts, entry, 'azure'),
    name,
    workspaces: entry.workspaces,
    queries: [...(entry.tables ?? []), ...(entry.queries ?? [])],
    access: {
      tenantId,
      clientId,
      clientSecret: secret === undefined ? undefined : secretText(name, secret),
      authority: entry.authority,
      endpoint: entry.endpoint,
    },
    budget: budgets.of(`azure ${tenantId ?? ''} ${clientId ?? ''} ${endpoint}`, perSecond),
  });
}

function commonOf({ config, road, log }: CloudParts, entry: CloudWatchEntry | AzureEntry, kind: string) {
  return {
    tenant: tenantOfText(entry.tenant ?? '0:0'),
    service: entry.service,
    everyMs: Math.max(1000, msOf(entry.every ?? '10s')),
    sinceMs: msOf(entry.since ?? '10m'),
    folder: join(config.dataDir, 'clouds'),
    recalled: road.positionsOf(kind),
    intake: road.intake,
    clock: POLL_CLOCK,
    log,
  };
}

function msOf(text: string): number {
  return KINDS.duration.read(text) ?? 0;
}

function secretText(source: string, variable: string): string {
  const text = environmentText(variable);
  if (text !== undefined && text !== '') return text;
  throw new PresageError(
    'bad_config',
    `The cloud source ${source} takes a secret from the environment variable ${variable}, which is not set.`,
  );
}
