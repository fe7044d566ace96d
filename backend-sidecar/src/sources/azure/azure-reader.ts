import type { LogsQueryClient, LogsTable } from '@azure/monitor-query-logs';
import { messageOf } from '../../errors.ts';
import {
  lineKey,
  PollError,
  type Page,
  type PolledLine,
  type Window,
  type WindowReader,
} from '../poll-reader.ts';
import { INGESTED, kqlOf, tableOf, TIME } from './azure-query.ts';

/** Rows whose own time is so much older than their arrival are still found. */
const WIDE_MS = 30 * 24 * 3_600_000;
const LONGEST_MS = 180_000;

/** Where tables keep what a line is of, best first. */
const SERVICES = ['AppRoleName', 'ContainerAppName_s', 'ContainerName', 'ServiceName', 'ProcessName'];
const HOSTS = ['Computer', 'HostName', 'PodName', 'AppRoleInstance'];

type Row = Readonly<Record<string, unknown>>;

/** Rows of one query in one workspace. An answer is whole or it is none: of a partial one nothing is taken. */
export class AzureReader implements WindowReader {
  readonly #client: LogsQueryClient;
  readonly #workspace: string;
  readonly #query: string;

  constructor(client: LogsQueryClient, workspace: string, query: string) {
    this.#client = client;
    this.#workspace = workspace;
    this.#query = query;
  }

  async read(window: Window, _token: string | undefined, signal: AbortSignal): Promise<Page> {
    const timespan = {
      startTime: new Date(window.fromMs - WIDE_MS),
      endTime: new Date(window.toMs + WIDE_MS),
    };
    const asked = this.#client.queryWorkspace(this.#workspace, kqlOf(this.#query, window), timespan, {
      serverTimeoutInSeconds: LONGEST_MS / 1000,
    });
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS + 10_000)]);
    const result = await unlessAborted(asked, limit).catch((thrown: unknown) => {
      throw pollErrorOf(thrown);
    });
    if ('partialError' in result)
      throw new PollError('too_much', `Only a part was answered: ${result.partialError.message}`);
    return { lines: linesOf(result.tables[0], tableOf(this.#query) ?? '') };
  }
}

/** The library takes no signal for queries. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function linesOf(table: LogsTable | undefined, name: string): PolledLine[] {
  if (table === undefined) return [];
  const columns = table.columnDescriptors.map((column) => column.name);
  const twins = new Map<string, number>();
  return table.rows.map((cells) => {
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at]]));
    return lineOf(row, name, twins);
  });
}

/** Rows that are equal in everything, and have no id, are told apart by counting them. */
function lineOf(row: Row, table: string, twins: Map<string, number>): PolledLine {
  const id = row['_ItemId'];
  const content = typeof id === 'string' && id !== '' ? id : JSON.stringify(row);
  const twin = twins.get(content) ?? 0;
  twins.set(content, twin + 1);
  const arrivedMs = Date.parse(String(row[INGESTED]));
  if (Number.isNaN(arrivedMs))
    throw new Error(
      `The query must keep the columns ${INGESTED} and ${TIME}: extend or project-away, or name them in project.`,
    );
  return {
    key: lineKey(twin === 0 ? content : `${twin} ${content}`),
    timeMs: arrivedMs,
    arrivedMs,
    members: membersOf(row, table),
  };
}

function membersOf(row: Row, table: string): string {
  const named: Record<string, unknown> = {
    _time: row[TIME],
    ...row,
    [INGESTED]: undefined,
    [TIME]: undefined,
  };
  named['service'] ??= firstOf(row, SERVICES) ?? table;
  named['host'] ??= firstOf(row, HOSTS);
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(named).filter(([, value]) => value !== undefined && value !== null && value !== ''),
    ),
  ).slice(1, -1);
}

function firstOf(row: Row, columns: readonly string[]): unknown {
  return columns
    .map((column) => row[column])
    .find((value) => value !== undefined && value !== null && value !== '');
}

interface AzureFailure {
  readonly statusCode?: number;
  readonly code?: string;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
  readonly details?: { readonly error?: { readonly message?: string } };
}

/** 413: the answer would be too large; 504: the query took too long. */
const TOO_MUCH = [413, 504];

function pollErrorOf(thrown: unknown): unknown {
  const { statusCode = 0, code = '', response, details } = thrown as AzureFailure;
  const words = [code, details?.error?.message ?? messageOf(thrown)].filter((text) => text !== '').join(': ');
  if (statusCode === 429) {
    const seconds = Number(response?.headers?.get('retry-after') ?? 0);
    return new PollError('throttled', words, seconds * 1000 || 0, thrown);
  }
  if (TOO_MUCH.includes(statusCode)) return new PollError('too_much', words, 0, thrown);
  return new Error(words, { cause: thrown });
}
