// The whole sidecar against an own Entra ID and Log Analytics: tokens are got and shown in each way that a user may write.
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { close, listen } from './loopback.fixture.ts';
import { newCertificate } from './sources/azure/certificate.fixture.ts';
import { FakeAuthority } from './sources/azure/fake-authority.ts';
import { FakeAzure } from './sources/azure/fake-azure.ts';
import { count, eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const WORKSPACE = '11111111-2222-3333-4444-555555555555';
const TENANT = '99999999-8888-7777-6666-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const SECRET = 'right-and-only-here';

const certificate = newCertificate();
const suite = certificate === undefined ? describe.skip : describe;
const running: Sidecar[] = [];
const ends: (() => Promise<unknown>)[] = [];
let cloud: FakeAzure;
let authority: FakeAuthority;
let places = '';

beforeAll(async () => {
  if (certificate === undefined) return;
  cloud = new FakeAzure(certificate, Date.now);
  authority = new FakeAuthority(certificate);
  authority.secrets.set(CLIENT, SECRET);
  cloud.granted = authority.tokens;
  places = `endpoint: '${await cloud.listen()}', authority: '${await authority.listen()}'`;
  ends.push(
    () => cloud.close(),
    () => authority.close(),
  );
});

afterAll(async () => {
  await Promise.all(running.map((sidecar) => sidecar.kill()));
  for (const end of ends) await end();
});

/** A sidecar that reads a table of its own with what the access says. */
async function open(table: string, access: string, more: Readonly<Record<string, string>> = {}) {
  const nowMs = Date.now();
  const rows = Array.from({ length: 50 }, (_, n) => {
    const cells = { Message: `order ${n} taken`, AppRoleName: table };
    return { id: `${table}-${n}`, timeMs: nowMs - 1000, ingestedMs: nowMs - 500, cells };
  });
  cloud.put(table, ...rows);
  const folder = newFolder();
  const file = join(folder, 'clouds.yml');
  const what = `workspaces: [${WORKSPACE}], tables: [${table}], every: 1s`;
  writeFileSync(file, `azure:\n  prod: {${what}, ${access}}\n`);
  const settings = {
    PRESAGE_CLOUD_SOURCES: file,
    NODE_EXTRA_CA_CERTS: certificate?.certFile ?? '',
    ...more,
  };
  const sidecar = await startSidecar(join(folder, 'data'), settings);
  running.push(sidecar);
  return sidecar;
}

const byRow = async (table: string, sidecar: Sidecar): Promise<number> =>
  eventually(
    () => count(sidecar.url, { filters: [{ field: 'service', op: '=', values: [table] }] }),
    (lines) => lines >= 50,
  );

interface Shown {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

async function statusOf({
  url,
}: Sidecar): Promise<{ readonly text: string; readonly feed: Shown | undefined }> {
  const text = await (await fetch(`${url}/api/v1/status`)).text();
  const { feeds } = JSON.parse(text) as { readonly feeds: readonly Shown[] };
  return { text, feed: feeds.find(({ name }) => name === 'azure:prod') };
}

const ids = `tenant_id: ${TENANT}, client_id: ${CLIENT}`;

suite(`Azure's own credentials${certificate === undefined ? ' (skipped: no openssl)' : ''}`, () => {
  test('an application with a secret', async () => {
    const sidecar = await open('BySecret', `${ids}, client_secret_env: AZ, ${places}`, { AZ: SECRET });
    expect(await byRow('BySecret', sidecar)).toBe(50);
    const scope = `${cloud.url}/.default`;
    const asked = authority.asked.find(({ by }) => by === 'secret');
    expect(asked).toMatchObject({ tenant: TENANT, client: CLIENT });
    expect(asked?.scope.split(' ')).toContain(scope);
  });

  test('a wrong secret is told with the way out and never shown; put right, all rows come', async () => {
    const sidecar = await open('Wrong', `${ids}, client_secret_env: AZ, ${places}`, { AZ: 'not-the-secret' });
    const { text, feed } = await eventually(
      () => statusOf(sidecar),
      ({ feed }) => feed?.state === 'failing',
    );
    expect(feed?.message).toMatch(/Check tenant_id .* client_secret_env names.*AADSTS7000215/);
    expect(text + sidecar.words()).not.toContain('not-the-secret');
    authority.secrets.set(CLIENT, 'not-the-secret');
    expect(await byRow('Wrong', sidecar)).toBe(50);
    authority.secrets.set(CLIENT, SECRET);
  });

  test('no identity at all is told with the way out', async () => {
    const sidecar = await open('Nobody', places, { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential' });
    const { feed } = await eventually(
      () => statusOf(sidecar),
      ({ feed }) => feed?.state === 'failing',
      40_000,
    );
    expect(feed?.message).toContain('Set tenant_id, client_id and client_secret_env, or run where Azure');
  });

  test("a workload's federated token, from the usual environment", async () => {
    const file = join(newFolder(), 'federated');
    writeFileSync(file, 'assertion-of-the-cluster');
    authority.assertions.add('assertion-of-the-cluster');
    const sidecar = await open('ByWorkload', places, {
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_FEDERATED_TOKEN_FILE: file,
    });
    expect(await byRow('ByWorkload', sidecar)).toBe(50);
    expect(authority.asked).toContainEqual(expect.objectContaining({ client: CLIENT, by: 'assertion' }));
  });

  test("the machine's identity, the one that client_id names", async () => {
    const asked: URLSearchParams[] = [];
    const server = createServer((request, response) => {
      asked.push(new URLSearchParams(request.url?.split('?')[1]));
      authority.tokens.add('token-of-the-machine');
      const expires_on = Math.floor(Date.now() / 1000) + 3600;
      const resource = asked.at(-1)?.get('resource');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ access_token: 'token-of-the-machine', expires_on, resource, token_type: 'Bearer' }),
      );
    });
    const port = await listen(server);
    ends.push(() => close(server));
    const sidecar = await open('ByMachine', `client_id: ${CLIENT}, ${places}`, {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
      IDENTITY_HEADER: 'header',
    });
    expect(await byRow('ByMachine', sidecar)).toBe(50);
    expect(asked[0]?.get('client_id')).toBe(CLIENT);
  });
});
