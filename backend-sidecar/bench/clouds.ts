import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { close, listen } from '../src/loopback.fixture.ts';
import type { RawLine } from './fresh-lines.ts';

/** A cloud that has its lines already, at even distances up to now. */
export interface Cloud {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** What the clouds themselves put into one answer. */
const PAGE_CHARACTERS = 1024 * 1024;
const PAGE_EVENTS = 10_000;
const MOST_ROWS = 30_000;
const WINDOW = /datetime\((.+?)\) and ingestion_time\(\) < datetime\((.+?)\)/;

/** A line in the form of its cloud, made before anything is measured. */
interface Made {
  readonly atMs: number;
  readonly json: string;
}

function spread(
  lines: readonly RawLine[],
  sinceMs: number,
  form: (line: RawLine, atMs: number, n: number) => unknown,
) {
  // Of the second half: a source that takes a while to open still finds the first line.
  const startMs = Date.now() - sinceMs / 2;
  const stepMs = (sinceMs / 2 - 2000) / lines.length;
  return lines.map((line, n): Made => {
    const atMs = Math.floor(startMs + n * stepMs);
    return { atMs, json: JSON.stringify(form(line, atMs, n)) };
  });
}

/** Where the first line at or after a time is. */
function indexAt(lines: readonly Made[], atMs: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.atMs ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface EventsAsked {
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
}

/** FilterLogEvents, page by page. */
export async function cloudWatchCloud(lines: readonly RawLine[], sinceMs: number): Promise<Cloud> {
  const made = spread(lines, sinceMs, ({ text: message, service }, atMs, n) => ({
    eventId: String(n).padStart(56, '0'),
    timestamp: atMs,
    ingestionTime: atMs + 500,
    message,
    logStreamName: service,
  }));
  return serve('http', createServer, (asked) => {
    const { startTime = 0, endTime = 0, nextToken } = JSON.parse(asked) as EventsAsked;
    const end = indexAt(made, endTime + 1);
    let at = nextToken === undefined ? indexAt(made, startTime) : Number(nextToken);
    const page: string[] = [];
    for (let size = 0; at < end && page.length < PAGE_EVENTS && size < PAGE_CHARACTERS; at++) {
      const { json = '' } = made[at] ?? {};
      page.push(json);
      size += json.length;
    }
    return `{"events":[${page.join(',')}]${at < end ? `,"nextToken":"${at}"` : ''}}`;
  });
}

const COLUMNS = ['TimeGenerated', '_ItemId', 'Message', 'AppRoleName', 'presage_ingested', 'presage_time'];

/** A table of a workspace; of more rows than one answer holds, none. */
export async function azureCloud(
  pair: { readonly cert: Buffer; readonly key: Buffer },
  lines: readonly RawLine[],
  sinceMs: number,
): Promise<Cloud> {
  const made = spread(lines, sinceMs, ({ text: message, service }, atMs, n) => {
    const time = new Date(atMs).toISOString();
    return [time, `item-${n}`, message, service, time, time];
  });
  const columns = JSON.stringify(COLUMNS.map((name) => ({ name, type: 'string' })));
  const tableOf = (rows: readonly Made[]): string =>
    `"tables":[{"name":"PrimaryResult","columns":${columns},"rows":[${rows.map(({ json }) => json).join(',')}]}]`;
  const listening = (listener: RequestListener) => createTlsServer(pair, listener);
  return serve('https', listening, (asked) => {
    const [, from = '', to = ''] = WINDOW.exec((JSON.parse(asked) as { query: string }).query) ?? [];
    const rows = made.slice(indexAt(made, Date.parse(from)), indexAt(made, Date.parse(to)));
    if (rows.length <= MOST_ROWS) return `{${tableOf(rows)}}`;
    return `{${tableOf([])},"error":{"code":"PartialError","message":"The result was cut."}}`;
  });
}

async function serve(
  scheme: 'http' | 'https',
  create: (listener: RequestListener) => ReturnType<typeof createServer>,
  answer: (asked: string) => string,
): Promise<Cloud> {
  const reply = async (request: IncomingMessage): Promise<string> => answer(await text(request));
  const server = create((request, response) => {
    void reply(request).then((body) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(body);
    });
  });
  return { url: `${scheme}://localhost:${await listen(server)}`, close: () => close(server) };
}
