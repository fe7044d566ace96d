import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeLoki {
  readonly url: string;
  close(): Promise<void>;
}

const LINES = [
  ['info', 'order 4711 placed, 3 items'],
  ['warn', 'payment provider slow: 2310 ms'],
  ['error', 'payment failed: connection to pay.internal:8443 refused'],
  ['error', 'order 4712 not placed: payment unavailable'],
] as const;

/** Answers every query with a few lines of a shop, a second apart up to now; Grafana's own datasource makes the frames. */
export async function startFakeLoki(): Promise<FakeLoki> {
  const server = createServer((request, response) => {
    const data = request.url?.includes('query') === true ? streams() : [];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function streams(): object {
  const now = Date.now();
  const result = LINES.map(([level, message], place) => ({
    stream: { service_name: 'shop', env: 'test', level },
    values: [[`${now - (LINES.length - place) * 1000}000000`, message]],
  }));
  return { resultType: 'streams', result, stats: {} };
}
