import { afterAll } from '@jest/globals';
import { request, type IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Api, ServerOptions } from './api.ts';
import { createServer } from './server.ts';

export interface Asked {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON. */
  readonly payload?: string | object;
}

export interface Reply {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says what it expects
  json<T>(): T;
}

export interface Served {
  readonly url: string;
  inject(asked: Asked): Promise<Reply>;
  close(): Promise<void>;
}

const open: FastifyInstance[] = [];
afterAll(() => Promise.all(open.map((app) => app.close())));

/** A server on a free port of this machine; closed after the tests of the file. */
export async function serve(api: Api, options: Partial<ServerOptions> = {}): Promise<Served> {
  const app = createServer(api, options);
  open.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, inject: (asked) => ask(url, asked), close: () => app.close() };
}

/** Bytes to send and how they are named. */
function bodyOf(payload: string | object | undefined): { type: Record<string, string>; bytes: string } {
  if (payload === undefined || typeof payload === 'string') return { type: {}, bytes: payload ?? '' };
  return { type: { 'content-type': 'application/json' }, bytes: JSON.stringify(payload) };
}

async function ask(url: string, { method = 'GET', url: path, headers = {}, payload }: Asked): Promise<Reply> {
  const { type, bytes } = bodyOf(payload);
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const asking = request(
    url + path,
    { method, headers: { ...type, ...headers }, agent: false },
    (response) => {
      text(response).then(
        (body) =>
          resolve({
            statusCode: response.statusCode ?? 0,
            headers: response.headers,
            body,
            json: () => JSON.parse(body) as never,
          }),
        reject,
      );
    },
  );
  asking.on('error', reject);
  asking.end(bytes);
  return promise;
}
