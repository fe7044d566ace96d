import { expect, test } from '@playwright/test';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withDatasource } from './datasources.ts';
import { exploring } from './explore-url.ts';

const HALF_A_MINUTE_MS = 30_000;
const page404: RequestListener = (_request, reply) =>
  void reply.writeHead(404, { 'content-type': 'text/html' }).end('<h1>nothing here</h1>');
const slow: RequestListener = (_request, reply) => {
  const timer = setTimeout(() => reply.writeHead(200).end('{}'), 40_000);
  reply.once('close', () => clearTimeout(timer));
};
const servers: Server[] = [];

test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const CASES = [
  { what: 'dead', listener: undefined, said: /cannot be reached/ },
  { what: 'wrong', listener: page404, said: /does not answer as a Presage sidecar|not a Presage sidecar/ },
  { what: 'slow', listener: slow, said: /did not answer within 25s/ },
] as const;

for (const { what, listener, said } of CASES) {
  test(`a ${what} server gives a readable error in time, and the page lives on`, async ({
    page,
    request,
  }) => {
    const uid = `presage-${what}`;
    await withDatasource(request, { uid, url: await listening(listener) });
    const started = Date.now();
    await page.goto(exploring({ query_type: 'logs' }, uid));
    await expect(page.getByTestId('presage-query-editor')).toBeVisible();
    await expect(page.getByText(said).first()).toBeVisible({ timeout: HALF_A_MINUTE_MS + 5000 });
    expect(Date.now() - started).toBeLessThan(HALF_A_MINUTE_MS + 5000);
    await page.getByLabel('Text', { exact: true }).fill('still typing');
    await page.goto(exploring({ query_type: 'logs' }));
    await expect(page.getByText('Logs volume')).toBeVisible();
  });

  test(`a ${what} server fails the health check in words`, async ({ request }) => {
    const uid = `presage-${what}`;
    await withDatasource(request, { uid, url: await listening(listener), jsonData: { timeout: 2 } });
    const reply = await request.get(`/api/datasources/uid/${uid}/health`, { timeout: HALF_A_MINUTE_MS });
    const { status, message } = (await reply.json()) as { status: string; message: string };
    expect(status).toBe('ERROR');
    expect(message).toMatch(/cannot be reached|as a Presage sidecar|did not answer within 2s/);
  });
}

/** A server that answers so; without a listener its address, when it is gone. */
async function listening(listener: RequestListener | undefined): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (listener === undefined) await new Promise((resolve) => server.close(resolve));
  else servers.push(server);
  return url;
}
