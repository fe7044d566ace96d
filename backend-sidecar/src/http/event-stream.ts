import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/** One answer as server-sent events. Sends a comment when it has been silent, so that no proxy takes it for dead. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: ServerResponse, headers: OutgoingHttpHeaders, heartbeatMs: number) {
    this.#response = response;
    response.writeHead(200, { ...headers, ...HEADERS });
    response.write(': open\n\n');
    this.#heartbeat = setInterval(() => this.#write(': alive\n\n'), heartbeatMs);
    response.once('close', () => clearInterval(this.#heartbeat));
  }

  /** `data` becomes one line: JSON text has no line breaks. */
  send(event: string, data: unknown): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    this.#heartbeat.refresh();
  }

  end(): void {
    clearInterval(this.#heartbeat);
    if (!this.#response.writableEnded) this.#response.end();
  }

  #write(text: string): void {
    if (!this.#response.writableEnded && !this.#response.destroyed) this.#response.write(text);
  }
}
