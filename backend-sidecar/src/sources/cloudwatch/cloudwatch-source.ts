/**
 * CloudWatch Logs of a region, polled: events of log groups in, arrivals out. Which groups there are is asked again every few minutes. An event
 * is known by CloudWatch's own id, so that what is read again, by this sidecar or another, is the same line.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { PollBudget } from '../poll-budget.ts';
import { PollFeed, type PollFeedOptions, type PollTarget } from '../poll-feed.ts';
import { openClient, type CloudWatchAccess } from './cloudwatch-access.ts';
import { CloudWatchReader } from './cloudwatch-reader.ts';
import { groupsThatBegin } from './log-groups.ts';

export interface CloudWatchOptions extends Omit<
  PollFeedOptions,
  'name' | 'kind' | 'targets' | 'rules' | 'sinceMs'
> {
  /** After `cloudwatch:`; another for each region. */
  readonly name: string;
  readonly account: string;
  readonly access: CloudWatchAccess;
  readonly region: string;
  readonly groups: readonly string[];
  readonly prefixes: readonly string[];
  readonly pattern: string | undefined;
  /** Service of all lines; undefined = what a line says, else the last part of its group's name. */
  readonly service: string | undefined;
  readonly everyMs: number;
  readonly sinceMs: number;
  /** Shared with other sources of the same account and region. */
  readonly budget: PollBudget;
}

/** Late events come within minutes, and a few within a day. */
const LOOK_BACK_MS = 600_000;
const MAX_LOOK_BACK_MS = 6 * 3_600_000;
const SWEEP_MS = 24 * 3_600_000;
const MAX_SEEN = 1_000_000;

export function openCloudWatch(options: CloudWatchOptions): PollFeed {
  let client: Promise<CloudWatchLogsClient> | undefined;
  return new PollFeed({
    ...options,
    name: `cloudwatch:${options.name}`,
    kind: 'cloudwatch',
    rules: {
      everyMs: options.everyMs,
      lookBackMs: LOOK_BACK_MS,
      maxLookBackMs: MAX_LOOK_BACK_MS,
      sweepMs: SWEEP_MS,
      maxSeen: MAX_SEEN,
    },
    targets: async (signal) =>
      targetsOf(options, await (client ??= openClient(options.access, options.region)), signal),
  });
}

async function targetsOf(
  options: CloudWatchOptions,
  client: CloudWatchLogsClient,
  signal: AbortSignal,
): Promise<PollTarget[]> {
  const { budget, region } = options;
  const names = new Set(options.groups);
  for (const prefix of options.prefixes)
    for (const name of await groupsThatBegin(client, prefix, { budget, clock: options.clock, signal }))
      names.add(name);
  return [...names].map((group) => ({
    id: JSON.stringify([options.account, region, group, options.pattern ?? '']),
    label: `${group} (${region})`,
    reader: new CloudWatchReader(client, group, options.pattern, serviceOfGroup(group)),
    budget,
    parameters: {
      timeField: ['_time'],
      rawText: { zoneOffsetMinutes: 0 },
      extraFields: {
        source: 'aws-cloudwatch',
        log_group: group,
        region,
        ...(options.service === undefined ? {} : { service: options.service }),
      },
    },
  }));
}

/** `/aws/lambda/checkout` → `checkout`. */
export function serviceOfGroup(group: string): string {
  return (
    group
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? group
  );
}
