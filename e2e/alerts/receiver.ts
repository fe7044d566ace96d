import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string;
}

export interface Receiver {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A server on this machine that reads each request to its end before it is answered. What the answer throws is a 500 with its message. */
export async function openReceiver(answer: (asked: Asked) => Answer): Promise<Receiver> {
  const server = createServer((request, response) => {
    void readText(request)
      .then((body) => {
        const { method = '', url: path = '', headers } = request;
        send(response, answer({ method, path, headers, body }));
      })
      .catch((thrown: unknown) => send(response, { status: 500, body: String(thrown) }));
  });
  await new Promise<void>((resolved) => server.listen(0, '127.0.0.1', resolved));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolved) => {
      server.close(() => resolved());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function send(response: ServerResponse, { status = 200, type = 'text/plain', body = '' }: Answer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
