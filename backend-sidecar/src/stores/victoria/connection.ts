import { Pool } from 'undici';
import { PresageError, messageOf } from '../../errors.ts';

/** Where a store is and how to show who asks. */
export interface ConnectionOptions {
  /** Base URL; a path is kept as prefix, `user:password@` becomes an Authorization header. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of one request; 30 s when not set. */
  readonly timeoutMs?: number | undefined;
}

export interface StoreRequest {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly signal?: AbortSignal | undefined;
}

export interface StoreReply {
  readonly status: number;
  readonly text: string;
  /** Seconds of `Retry-After`. */
  readonly retryAfter: number | undefined;
}

/** Why a request got no reply. `refused`: it never reached the store. */
export type FaultKind = 'timeout' | 'refused' | 'broken' | 'too_big' | 'aborted';

export class ConnectionFault extends Error {
  readonly kind: FaultKind;
  constructor(kind: FaultKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ConnectionFault';
    this.kind = kind;
  }
}

const MAX_REPLY_BYTES = 64 * 1024 * 1024;
const CONNECTIONS = 32;
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Keep-alive HTTP to one store. Every message names its URL, never its credentials. */
export class Connection {
  readonly shownUrl: string;
  readonly timeoutMs: number;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: ConnectionOptions) {
    const url = new URL(options.url);
    this.shownUrl = url.origin + url.pathname.replace(/\/$/, '');
    this.timeoutMs = options.timeoutMs ?? 30_000;
    this.#prefix = url.pathname.replace(/\/$/, '');
    this.#headers = { ...authorization(url, options.token), ...options.headers };
    this.#pool = new Pool(url.origin, { connections: CONNECTIONS, pipelining: 1 });
  }

  /** The whole reply, whatever its status. Rejects with a ConnectionFault. */
  async request(request: StoreRequest): Promise<StoreReply> {
    const { statusCode, headers, pieces } = await this.#open(request);
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > MAX_REPLY_BYTES)
        throw new ConnectionFault('too_big', `the answer is over ${MAX_REPLY_BYTES >> 20} MiB; ask for less`);
      parts.push(piece);
    }
    const text = Buffer.concat(parts).toString('utf8');
    return { status: statusCode, text, retryAfter: retryAfterOf(headers['retry-after']) };
  }

  /** The lines of a streamed reply. Rejects with a ConnectionFault, or with what `refused` makes of a status that is not 200. */
  async *lines(request: StoreRequest, refused: (reply: StoreReply) => Error): AsyncGenerator<string> {
    const { statusCode, headers, pieces } = await this.#open(request);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const piece of pieces) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (statusCode === 200) yield* lines;
      else rest = [...lines, rest].join('\n').slice(0, 4096);
    }
    if (statusCode !== 200)
      throw refused({ status: statusCode, text: rest, retryAfter: retryAfterOf(headers['retry-after']) });
    if (rest !== '') yield rest;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #open(request: StoreRequest) {
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    const fault = (thrown: unknown): ConnectionFault => this.#fault(thrown, request.signal, timeout);
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        path: this.#prefix + request.path,
        method: request.method ?? 'POST',
        headers: { ...this.#headers, ...request.headers },
        body: request.body ?? null,
        signal,
        headersTimeout: this.timeoutMs,
        bodyTimeout: this.timeoutMs,
      });
      return { statusCode, headers, pieces: guarded(body, fault) };
    } catch (thrown) {
      throw fault(thrown);
    }
  }

  #fault(thrown: unknown, asked: AbortSignal | undefined, timeout: AbortSignal): ConnectionFault {
    if (asked?.aborted) return new ConnectionFault('aborted', 'the request was given up', thrown);
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (timeout.aborted || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
      return new ConnectionFault(
        'timeout',
        `${this.shownUrl} gave no answer within ${this.timeoutMs} ms`,
        thrown,
      );
    const why = code === '' ? messageOf(thrown) : code;
    return new ConnectionFault(
      NEVER_SENT.has(code) ? 'refused' : 'broken',
      `${this.shownUrl} cannot be reached: ${why}`,
      thrown,
    );
  }
}

async function* guarded(
  body: AsyncIterable<unknown>,
  fault: (thrown: unknown) => Error,
): AsyncGenerator<Buffer> {
  try {
    for await (const piece of body) yield piece as Buffer;
  } catch (thrown) {
    throw fault(thrown);
  }
}

function authorization(url: URL, token: string | undefined): Record<string, string> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function retryAfterOf(header: string | string[] | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) ? undefined : seconds;
}

const WORDS_LIMIT = 500;

/** A store's own words for an error, short enough to show. */
export function wordsOf(reply: StoreReply): string {
  const text = reply.text.trim();
  let words = text;
  if (text.startsWith('{')) {
    try {
      const { error } = JSON.parse(text) as { error?: unknown };
      if (typeof error === 'string') words = error;
    } catch {
      words = text;
    }
  }
  if (words === '') words = `HTTP ${reply.status}`;
  return words.length > WORDS_LIMIT ? `${words.slice(0, WORDS_LIMIT - 1)}…` : words;
}

/** `AccountID` and `ProjectID` of a tenant `AccountID:ProjectID`. */
export function tenantHeaders(tenant: string): Record<string, string> {
  const parts = /^(\d{1,10}):(\d{1,10})$/.exec(tenant);
  if (!parts) throw new PresageError('bad_query', 'A tenant is written AccountID:ProjectID, two numbers.');
  return { AccountID: parts[1] ?? '0', ProjectID: parts[2] ?? '0' };
}
