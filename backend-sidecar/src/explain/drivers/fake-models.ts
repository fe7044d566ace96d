import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { close, listen } from '../../loopback.fixture.ts';
import { DIALECTS, dialectOf, type Dialect, type FakeError, type Trouble } from './fake-dialects.ts';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export interface FakeModels {
  /** `http://127.0.0.1:<port>`: the base URL of Gemini; OpenAI's is any path below it. */
  readonly url: string;
  readonly seen: SeenRequest[];
  /** The next requests meet these, one each; those after them are answered. */
  meet(...troubles: readonly Trouble[]): void;
  /** From now on a body that this refuses gets 400. */
  refuse(isRefused: (body: Record<string, unknown>) => boolean, because?: string): void;
  /** Lets a slow answer go. */
  release(): void;
  /** Fulfilled when the first request has come. */
  readonly arrived: Promise<void>;
  /** Fulfilled when the client of a hung or stalled request has gone. */
  readonly left: Promise<void>;
  close(): Promise<void>;
}

/** What the fake says to a request: always the same, or by all that it was sent as text (system prompt, then prompt). */
export type Script = string | ((sent: string) => string);

/** A server on 127.0.0.1 that speaks Gemini's and OpenAI's wire formats, whole and streamed, and misbehaves when told to. */
export async function startFakeModels(usual: Script): Promise<FakeModels> {
  const fake = new Fake(usual);
  await fake.listen();
  return fake;
}

class Fake implements FakeModels {
  readonly seen: SeenRequest[] = [];
  readonly #server: Server;
  #url = '';
  readonly #usual: Script;
  readonly #troubles: Trouble[] = [];
  readonly #arrived = Promise.withResolvers<undefined>();
  readonly #left = Promise.withResolvers<undefined>();
  readonly #released = Promise.withResolvers<undefined>();
  #isRefused: (body: Record<string, unknown>) => boolean = () => false;
  #because = 'Unknown name: Cannot find field.';

  constructor(usual: Script) {
    this.#usual = usual;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((thrown: unknown) => {
        response.destroy(thrown instanceof Error ? thrown : undefined);
      });
    });
  }

  get url(): string {
    return this.#url;
  }
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }
  get left(): Promise<void> {
    return this.#left.promise;
  }
  meet(...troubles: readonly Trouble[]): void {
    this.#troubles.push(...troubles);
  }
  refuse(isRefused: (body: Record<string, unknown>) => boolean, because = this.#because): void {
    this.#isRefused = isRefused;
    this.#because = because;
  }
  release(): void {
    this.#released.resolve(undefined);
  }
  async listen(): Promise<void> {
    this.#url = `http://127.0.0.1:${await listen(this.#server)}`;
  }
  close(): Promise<void> {
    return close(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as Record<string, unknown>;
    const path = request.url ?? '';
    this.seen.push({ path, headers: request.headers, body });
    response.on('close', () => this.#left.resolve(undefined));
    this.#arrived.resolve(undefined);
    const dialect = dialectOf(path);
    if (dialect === undefined) fail(response, DIALECTS.gemini.error(404, 'no such path'));
    else if (this.#isRefused(body)) fail(response, dialect.error(400, this.#because));
    else await this.#play(this.#troubles.shift(), dialect, dialect.isStreamed(path, body), response);
  }

  #said(dialect: Dialect): string {
    const { body = {} } = this.seen.at(-1) ?? {};
    return typeof this.#usual === 'string' ? this.#usual : this.#usual(dialect.textOf(body));
  }

  async #play(trouble: Trouble | undefined, dialect: Dialect, streamed: boolean, response: ServerResponse) {
    if (trouble?.is === 'hang') return;
    if (trouble?.is === 'slow') await this.#released.promise;
    const error = errorOf(trouble, dialect, keyOf(this.seen.at(-1)));
    if (error !== undefined) fail(response, error);
    else if (trouble?.is === 'page')
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    else {
      const usual = this.#said(dialect);
      await tell(response, streamed, dialect, trouble ?? { is: 'answer', text: usual }, usual);
    }
  }
}

function keyOf(request: SeenRequest | undefined): string {
  return String(request?.headers['x-goog-api-key'] ?? request?.headers.authorization);
}

function errorOf(trouble: Trouble | undefined, dialect: Dialect, key: string): FakeError | undefined {
  if (trouble?.is === 'busy') return dialect.busy();
  if (trouble?.is === 'broken') return dialect.error(500, 'internal');
  if (trouble?.is === 'wrong key') return dialect.wrongKey(key);
  return trouble?.is === 'unknown model' ? dialect.error(404, 'no such model') : undefined;
}

function fail(response: ServerResponse, error: FakeError): void {
  response.writeHead(error.status, { 'content-type': 'application/json', ...error.headers });
  response.end(JSON.stringify(error.body));
}

async function tell(
  response: ServerResponse,
  streamed: boolean,
  dialect: Dialect,
  trouble: Trouble,
  usual: string,
): Promise<void> {
  const text = trouble.is === 'answer' ? trouble.text : usual;
  response.writeHead(200, { 'content-type': streamed ? 'text/event-stream' : 'application/json' });
  if (streamed) await tellEvents(response, dialect.events(text, trouble.is), trouble);
  else await tellWhole(response, JSON.stringify(dialect.whole(text, trouble.is)), trouble);
}

async function tellWhole(response: ServerResponse, whole: string, trouble: Trouble): Promise<void> {
  await written(response, trouble.is === 'cut' ? whole.slice(0, 10) : whole);
  if (trouble.is === 'cut') response.destroy();
  else response.end();
}

async function tellEvents(response: ServerResponse, events: readonly unknown[], trouble: Trouble) {
  const stops = ['stall', 'cut', 'short'].includes(trouble.is);
  for (const event of stops ? events.slice(0, 1) : events)
    await written(response, `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\r\n\r\n`);
  if (trouble.is === 'cut') response.destroy();
  else if (trouble.is !== 'stall') response.end();
}

/** Fulfilled when the bytes have left, so that a break after them does not take them along. */
function written(response: ServerResponse, text: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  response.write(text, () => resolve(undefined));
  return promise;
}
