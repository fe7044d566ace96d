import { describe, expect, test } from '@jest/globals';
import { stubRoutes } from '../sources/elasticsearch/stubs.ts';
import { BOOK, fakeApi, TOKENS } from './api.fixture.ts';
import { serve, type Reply } from './serve.fixture.ts';

const app = await serve(fakeApi({ tokens: BOOK, insertRoutes: stubRoutes() }).api);

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const ask = (name: keyof typeof TOKENS, accept?: string, method = 'GET'): Promise<Reply> =>
  app.inject({
    method,
    url: '/',
    headers: { authorization: `Bearer ${TOKENS[name]}`, ...(accept === undefined ? {} : { accept }) },
  });

describe('the root', () => {
  test.each([
    ['nothing, as Logstash and Go do', undefined],
    ['what Beats accept', 'application/json'],
    [
      "what Elasticsearch's clients accept",
      'application/vnd.elasticsearch+json; compatible-with=9,text/plain',
    ],
    ['anything', '*/*'],
  ])('greets as Elasticsearch who accepts %s', async (_who, accept) => {
    const reply = await ask('ingest', accept);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({ 'x-elastic-product': 'Elasticsearch', vary: 'Accept' });
    expect(reply.json<{ version: { number: string } }>().version.number).toMatch(/^8\./);
    expect((await ask('ingest', accept, 'HEAD')).statusCode).toBe(200);
  });

  test('is the live page for a browser, with the rights of who reads', async () => {
    const reply = await ask('read', BROWSER);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).toMatchObject({ vary: 'Accept', 'content-type': 'text/html; charset=utf-8' });
    expect(reply.body).toContain('<!doctype html>');
    expect((await ask('ingest', BROWSER)).statusCode).toBe(403);
  });

  test("greets only who may bring lines, and refuses in Elasticsearch's form", async () => {
    const reply = await ask('read', 'application/json');
    expect(reply.statusCode).toBe(403);
    expect(reply.json()).toMatchObject({ status: 403, error: { type: 'security_exception' } });
    const stranger = await app.inject({ url: '/' });
    expect([stranger.statusCode, stranger.headers['x-elastic-product']]).toEqual([401, 'Elasticsearch']);
  });
});
