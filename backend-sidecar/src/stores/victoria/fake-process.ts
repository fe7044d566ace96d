import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { zstdDecompressSync } from 'node:zlib';

/** Time as a fake store sees it; a test that turns a sink's clock by hand gives the same one here. */
export interface FakeClock {
  wallMs(): number;
  monotonicMs(): number;
}

const SYSTEM: FakeClock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

export interface FakeRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FakeOptions {
  readonly clock?: FakeClock;
  /** Gives numbers in [0, 1): which of the last rows a kill loses. */
  readonly random?: () => number;
  /** How long rows stay in memory only. */
  readonly flushMs?: number;
}

/** `undefined` = never answer; a number of the table = answer so; `reset` = close the connection. */
export type FakeReply = { readonly status: number; readonly text: string } | 'silent' | 'reset';

/** The process of a fake store: a listening port that can die and come back, and what `/metrics` says of it. */
export class FakeProcess {
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly flushMs: number;
  readonly #sockets = new Set<Socket>();
  readonly #handle: (request: FakeRequest) => FakeReply;
  #server: Server | undefined;
  #port = 0;
  #startedAt: number;
  #startedMs: number;

  constructor(options: FakeOptions, handle: (request: FakeRequest) => FakeReply) {
    this.clock = options.clock ?? SYSTEM;
    this.random = options.random ?? Math.random;
    this.flushMs = options.flushMs ?? 5000;
    this.#handle = handle;
    this.#startedAt = Math.floor(this.clock.wallMs() / 1000);
    this.#startedMs = this.clock.monotonicMs();
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get uptimeSeconds(): number {
    return Math.floor((this.clock.monotonicMs() - this.#startedMs) / 1000);
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends as SIGKILL does: every connection breaks, nobody listens. */
  async die(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Lives again on the same port, as another process. */
  async liveAgain(): Promise<void> {
    this.#startedAt = Math.max(this.#startedAt + 1, Math.floor(this.clock.wallMs() / 1000));
    this.#startedMs = this.clock.monotonicMs();
    await this.listen();
  }

  metrics(more: readonly string[]): string {
    const own = [
      `process_start_time_seconds ${this.#startedAt}`,
      `vm_app_uptime_seconds ${this.uptimeSeconds}`,
      'vm_available_cpu_cores 2',
      'vm_app_version{version="fake", short_version="v0.0.0"} 1',
      `flag{name="inmemoryDataFlushInterval", value="${this.flushMs / 1000}s", is_set="false"} 1`,
    ];
    return `${[...own, ...more].join('\n')}\n`;
  }

  /** Whether a row taken at `takenMs` (monotonic) survives a kill now: the young ones by chance, so that holes appear. */
  survives(takenMs: number): boolean {
    return this.clock.monotonicMs() - takenMs >= this.flushMs || this.random() < 0.5;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const url = new URL(request.url ?? '/', 'http://fake');
      const sent = Buffer.concat(pieces);
      const body = request.headers['content-encoding'] === 'zstd' ? zstdDecompressSync(sent) : sent;
      const { pathname: path, searchParams: query } = url;
      const reply = this.#handle({ path, query, headers: request.headers, body });
      if (reply === 'silent') return;
      if (reply === 'reset') request.socket.destroy();
      else response.writeHead(reply.status, { 'retry-after': '1' }).end(reply.text);
    } catch {
      // A body that is cut or cannot be decompressed: the real ones break off too.
      request.socket.destroy();
    }
  }
}
