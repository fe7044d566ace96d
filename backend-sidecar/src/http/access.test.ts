import { describe, expect, test } from '@jest/globals';
import { ROUTES, type RouteFact } from '@presage/contract';
import { BOOK, fakeApi, LOGIN_TEMPLATE, TOKENS } from './api.fixture.ts';
import { serve } from './serve.fixture.ts';

const routes: readonly RouteFact[] = ROUTES;
const names = ['ingest', 'read', 'correct', 'admin'] as const;
const allowed: Readonly<Record<string, readonly string[]>> = {
  ingest: ['ingest', 'admin'],
  read: ['read', 'correct', 'admin'],
  correct: ['correct', 'admin'],
  admin: ['admin'],
  none: names,
};

const app = await serve(fakeApi({ tokens: BOOK }).api);

/** The tail never ends by itself: a bad parameter shows that the door let the request pass. */
function urlOf({ path }: RouteFact): string {
  return path.replace(':id', LOGIN_TEMPLATE).replace('/tail', '/tail?rate=0');
}

async function statusOf(fact: RouteFact, headers: Readonly<Record<string, string>>): Promise<number> {
  const reply = await app.inject({
    method: fact.method,
    url: urlOf(fact),
    headers: { accept: 'text/html', ...headers },
  });
  return reply.statusCode;
}

describe.each(routes)('$method $path', (fact) => {
  test.each(names)(`answers a token of role %s as its role (${fact.role}) says`, async (name) => {
    const status = await statusOf(fact, { authorization: `Bearer ${TOKENS[name]}` });
    if (allowed[fact.role]?.includes(name) === true) expect([401, 403, 404]).not.toContain(status);
    else expect(status).toBe(403);
  });

  test('answers a stranger only where it is open to all', async () => {
    const open = fact.role === 'none';
    expect((await statusOf(fact, {})) === 401).toBe(!open);
    expect((await statusOf(fact, { authorization: 'Bearer guessed' })) === 401).toBe(!open);
  });

  test('tells a token of one tenant nothing about the whole process', async () => {
    const status = await statusOf(fact, { authorization: `Bearer ${TOKENS.otherAdmin}` });
    expect(status === 403).toBe(fact.scope === 'process' && fact.role !== 'none');
  });
});

describe('the door', () => {
  const url = '/api/v1/status';

  test('takes the token as the password of Basic authentication too', async () => {
    const authorization = `Basic ${Buffer.from(`shipper:${TOKENS.read}`).toString('base64')}`;
    expect((await app.inject({ url, headers: { authorization } })).statusCode).toBe(200);
  });

  test('takes no token from the query string', async () => {
    expect((await app.inject({ url: `${url}?token=${TOKENS.admin}` })).statusCode).toBe(401);
  });

  test('says how to authenticate', async () => {
    const reply = await app.inject({ url });
    expect(reply.headers['www-authenticate']).toContain('Bearer');
    expect(reply.json()).toMatchObject({ error: { code: 'unauthorized' } });
  });

  test.each(['-1', '1.5', '4294967296', 'x', '1 2'])('refuses the tenant header %s', async (value) => {
    const reply = await app.inject({
      url,
      headers: { authorization: `Bearer ${TOKENS.read}`, accountid: value },
    });
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([
      400,
      'bad_request',
    ]);
  });

  test("a token's tenant may be named, another may not", async () => {
    const asking = (headers: Record<string, string>) =>
      app.inject({ url, headers: { authorization: `Bearer ${TOKENS.otherAdmin}`, ...headers } });
    expect((await asking({ accountid: '7', projectid: '2' })).statusCode).toBe(200);
    expect((await asking({ accountid: '7' })).statusCode).toBe(200);
    expect((await asking({ accountid: '8' })).statusCode).toBe(403);
    expect((await asking({ projectid: '0' })).statusCode).toBe(403);
  });

  test('without any token everything is open', async () => {
    const open = await serve(fakeApi().api);
    expect((await open.inject({ url })).statusCode).toBe(200);
    expect((await open.inject({ url: '/metrics' })).statusCode).toBe(200);
  });

  test('a page of another site may not write', async () => {
    const open = await serve(fakeApi().api);
    const reply = await open.inject({
      method: 'POST',
      url: '/insert/jsonline',
      payload: '{}',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(reply.statusCode).toBe(403);
  });

  test('where only this machine is served, a foreign host name is refused', async () => {
    const open = await serve(fakeApi().api, { loopbackOnly: true });
    const asking = async (host: string): Promise<number> =>
      (await open.inject({ url: '/health', headers: { host } })).statusCode;
    expect(await asking('localhost:9480')).toBe(200);
    expect(await asking('127.0.0.1:9480')).toBe(200);
    expect(await asking('[::1]:9480')).toBe(200);
    expect(await asking('rebound.example')).toBe(403);
  });
});
