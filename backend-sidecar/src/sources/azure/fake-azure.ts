import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { json } from 'node:stream/consumers';
import { close, listen } from '../../loopback.fixture.ts';

export interface FakeRow {
  readonly id: string;
  /** When it says it was, and when the workspace had it, ms since 1970. */
  readonly timeMs: number;
  readonly ingestedMs: number;
  readonly cells: Readonly<Record<string, unknown>>;
}

export interface FakeFaults {
  /** Rows beyond which only a part is answered. */
  mostRows: number;
  /** Of so many requests one is refused with Retry-After; 0 = none. */
  throttleEvery: number;
  readonly retryAfterSeconds: number;
}

const WINDOW =
  /^(\w+)\n\| where ingestion_time\(\) >= datetime\((.+?)\) and ingestion_time\(\) < datetime\((.+?)\)\n/;

/** The queries of Log Analytics over TLS, as far as a poller asks them. */
export class FakeAzure {
  readonly tables = new Map<string, FakeRow[]>();
  readonly faults: FakeFaults = { mostRows: Infinity, throttleEvery: 0, retryAfterSeconds: 20 };
  readonly asked: {
    readonly query: string;
    readonly workspace: string;
    readonly timespan: string;
    readonly atMs: number;
  }[] = [];
  partial = 0;
  url = '';
  /** Tokens that may ask; undefined = whoever does. */
  granted: ReadonlySet<string> | undefined;
  readonly #server;
  readonly #nowMs: () => number;

  constructor(pair: { readonly cert: Buffer; readonly key: Buffer }, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#server = createServer(pair, (request, response) => void this.#serve(request, response));
  }

  async listen(): Promise<string> {
    this.url = `https://localhost:${await listen(this.#server)}`;
    return this.url;
  }

  close(): Promise<void> {
    return close(this.#server);
  }

  put(table: string, ...rows: readonly FakeRow[]): void {
    this.tables.set(table, [...(this.tables.get(table) ?? []), ...rows]);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { query, timespan } = (await json(request)) as { query: string; timespan: string };
    this.asked.push({ query, timespan, workspace: request.url?.split('/')[3] ?? '', atMs: this.#nowMs() });
    if (this.granted?.has((request.headers.authorization ?? '').slice('Bearer '.length)) === false) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 'InvalidTokenError', message: 'Not this token.' } }));
      return;
    }
    const { throttleEvery, retryAfterSeconds } = this.faults;
    if (throttleEvery > 0 && this.asked.length % throttleEvery === 0) {
      response.writeHead(429, {
        'content-type': 'application/json',
        'retry-after': String(retryAfterSeconds),
      });
      response.end(JSON.stringify({ error: { code: 'TooManyRequests', message: 'Slow down.' } }));
      return;
    }
    this.#answer(query, response);
  }

  #answer(query: string, response: ServerResponse): void {
    const [, table = '', from = '', to = ''] = WINDOW.exec(query) ?? [];
    const rows = this.tables.get(table);
    if (rows === undefined) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error: { code: 'BadArgumentError', message: `Failed to resolve table '${table}'` },
        }),
      );
      return;
    }
    const found = rows
      .filter(({ ingestedMs }) => ingestedMs <= this.#nowMs())
      .filter(({ ingestedMs }) => ingestedMs >= Date.parse(from) && ingestedMs < Date.parse(to));
    const isPartial = found.length > this.faults.mostRows;
    if (isPartial) this.partial++;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        tables: [tableOf(isPartial ? found.slice(0, this.faults.mostRows) : found)],
        ...(isPartial ? { error: { code: 'PartialError', message: 'The result was cut.' } } : {}),
      }),
    );
  }
}

function tableOf(rows: readonly FakeRow[]): object {
  const names = [
    ...new Set([
      'TimeGenerated',
      '_ItemId',
      'presage_ingested',
      'presage_time',
      ...rows.flatMap(({ cells }) => Object.keys(cells)),
    ]),
  ];
  return {
    name: 'PrimaryResult',
    columns: names.map((name) => ({ name, type: name === 'TimeGenerated' ? 'datetime' : 'string' })),
    rows: rows.map(({ id, timeMs, ingestedMs, cells }) => {
      const time = new Date(timeMs).toISOString().replace('Z', '4567Z');
      const all: Record<string, unknown> = {
        ...{ TimeGenerated: time, _ItemId: id, presage_time: time },
        presage_ingested: new Date(ingestedMs).toISOString().replace('Z', '1234Z'),
        ...cells,
      };
      return names.map((name) => all[name] ?? null);
    }),
  };
}
