/**
 * Azure Monitor's workspaces, polled: rows of tables and queries in, arrivals out. Windows and watermark are of the time at which
 * a workspace had a row, so that a row which comes late is as new as any other.
 */
import type { LogsQueryClient } from '@azure/monitor-query-logs';
import type { PollBudget } from '../poll-budget.ts';
import { PollFeed, type PollFeedOptions, type PollTarget } from '../poll-feed.ts';
import { openClient, type AzureAccess } from './azure-access.ts';
import { tableOf } from './azure-query.ts';
import { AzureReader } from './azure-reader.ts';

export interface AzureOptions extends Omit<PollFeedOptions, 'name' | 'kind' | 'targets' | 'rules'> {
  /** After `azure:`. */
  readonly name: string;
  readonly access: AzureAccess;
  /** Ids of workspaces. */
  readonly workspaces: readonly string[];
  /** Names of tables, or queries that begin with one. */
  readonly queries: readonly string[];
  /** Service of all lines; undefined = what a row says, else its table. */
  readonly service: string | undefined;
  readonly everyMs: number;
  readonly budget: PollBudget;
  /** Another way to the workspaces. */
  readonly open?: (access: AzureAccess) => Promise<LogsQueryClient>;
}

/** Rows become visible a little out of the order of their ingestion times. */
const OVERLAP_MS = 300_000;
const SWEEP_MS = 24 * 3_600_000;
const MAX_SEEN = 1_000_000;

/** Where tables keep the text of a line, best first. */
const MESSAGES = (
  '_msg Message SyslogMessage LogMessage LogEntry Log_s OuterMessage ExceptionMessage RenderedDescription ' +
  'ResultDescription RawData Name OperationName message'
).split(' ');

export function openAzure(options: AzureOptions): PollFeed {
  const { open = openClient, access, everyMs } = options;
  let client: Promise<LogsQueryClient> | undefined;
  return new PollFeed({
    ...options,
    name: `azure:${options.name}`,
    kind: 'azure',
    rules: {
      everyMs,
      lookBackMs: OVERLAP_MS,
      maxLookBackMs: OVERLAP_MS,
      sweepMs: SWEEP_MS,
      maxSeen: MAX_SEEN,
    },
    targets: async () => {
      client ??= open(access);
      const opened = await client;
      return options.workspaces.flatMap((workspace) =>
        options.queries.map((query) => targetOf(options, opened, workspace, query)),
      );
    },
  });
}

function targetOf(
  { budget, service }: AzureOptions,
  client: LogsQueryClient,
  workspace: string,
  query: string,
): PollTarget {
  return {
    id: JSON.stringify([workspace, query]),
    label: `${tableOf(query) ?? query} (${workspace.slice(0, 8)})`,
    reader: new AzureReader(client, workspace, query),
    budget,
    parameters: {
      timeField: ['_time', 'TimeGenerated'],
      msgField: MESSAGES,
      rawText: { zoneOffsetMinutes: 0 },
      extraFields: { source: 'azure-monitor', workspace, ...(service === undefined ? {} : { service }) },
    },
  };
}
