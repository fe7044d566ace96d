import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ROUTES, type RouteFact } from '@presage/contract';
import { BOOK, fakeApi, HOME, LOGIN_TEMPLATE, OTHER_TENANT, SHOP_TEMPLATE, TOKENS } from './api.fixture.ts';
import { serve, type Asked } from './serve.fixture.ts';

const { api, heard } = fakeApi({ tokens: BOOK });
const server = await serve(api);
const window = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

/** Words that only lines, templates and services of the home tenant have. */
const HOME_WORDS = /pool|signed in|shop|login|00000000000000(aa|ab|bb)/;

/** Headers by which a caller may try to leave its tenant. */
const tenantHeaders = fc.record(
  {
    accountid: fc.constantFrom('7', '0', '1'),
    projectid: fc.constantFrom('2', '0', '9'),
    'x-scope-orgid': fc.constantFrom('0:0', '0', 'admin'),
  },
  { requiredKeys: [] },
);
/** Values by which it may try to in a filter or parameter. */
const bait = fc.constantFrom('0:0', '" or *', '{tenant="0:0"}', '.*', LOGIN_TEMPLATE, SHOP_TEMPLATE, 'shop');
const field = fc.constantFrom('tenant', '_tenant', 'service', 'presage_template_id', 'presage_category');

function urlOf({ path }: RouteFact, value: string): string {
  const query = new URLSearchParams({ ...window, field: 'service', service: value, text: '' });
  if (path.startsWith('/api/v1/templates')) query.delete('service');
  return `${path.replace(':id', encodeURIComponent(value))}?${query.toString()}`;
}

function bodyOf({ path }: RouteFact, name: string, value: string): object | undefined {
  const filters = [{ field: name, op: '!=', values: [value] }];
  const queries = ['logs', 'stats', 'templates', 'anomalies'].map((type, index) => ({
    ref_id: String(index),
    query_type: type,
    ...window,
    filters,
    group_by: type === 'logs' ? [] : ['service'],
  }));
  if (path === '/api/v1/query') return { queries };
  if (path === '/api/v1/classify') return { lines: [value, { service: value }] };
  if (path === '/api/v1/corrections') return { template_id: value, service: 'shop', class: 'normal' };
  if (path === '/api/v1/markers') return { text: 'rolled out' };
  return undefined;
}

const plain = (ROUTES as readonly RouteFact[]).filter((fact) => fact.path !== '/api/v1/tail');

afterEach(() => {
  heard.inserts.length = 0;
  heard.corrections.length = 0;
  heard.markers.length = 0;
  heard.classified.length = 0;
});

/** A reply without the query as it was run, which repeats what was asked. */
function told(body: string): string {
  return body.replaceAll(/"executedQueryString":"(?:[^"\\]|\\.)*"/g, '');
}

describe("a tenant's token", () => {
  test.each(plain)('sees and changes only its tenant through $method $path', async (fact) => {
    const tried = fc.asyncProperty(tenantHeaders, bait, field, async (headers, value, name) => {
      const authorization = `Bearer ${fact.role === 'ingest' ? TOKENS.otherIngest : TOKENS.otherAdmin}`;
      const asked: Asked = {
        method: fact.method,
        url: urlOf(fact, value),
        headers: { ...headers, authorization },
      };
      const payload = bodyOf(fact, name, value);
      const reply = await server.inject(payload === undefined ? asked : { ...asked, payload });
      // The description of the API is the same for everyone; a refusal may repeat what was asked.
      if (reply.statusCode < 400 && fact.path !== '/api/v1/openapi.json')
        expect(told(reply.body)).not.toMatch(HOME_WORDS);
      expect(reply.statusCode).not.toBe(503);
      const tenants = [
        ...heard.inserts.map((entry) => entry.tenant),
        ...heard.corrections.map((entry) => entry.tenant),
        ...heard.markers.map((entry) => entry.tenant),
        ...heard.classified,
      ];
      expect(tenants.filter((tenant) => tenant !== OTHER_TENANT)).toEqual([]);
    });
    await fc.assert(tried, { numRuns: 25 });
  });

  test('hears only lines of its tenant in a live tail', async () => {
    const aborter = new AbortController();
    const reply = await fetch(`${server.url}/api/v1/tail`, {
      headers: { authorization: `Bearer ${TOKENS.otherAdmin}` },
      signal: aborter.signal,
    });
    expect(reply.status).toBe(200);
    expect(heard.listeners.map((entry) => entry.tenant)).toEqual([OTHER_TENANT]);
    aborter.abort();
  });

  test('sees its own dead letters in the status, and nothing of the whole process', async () => {
    const reply = await server.inject({
      url: '/api/v1/status',
      headers: { authorization: `Bearer ${TOKENS.otherAdmin}` },
    });
    const status = reply.json<Record<string, unknown>>();
    expect(status).toMatchObject({ dead_letters: { too_long: 2 }, templates: 1 });
    expect(Object.keys(status)).toEqual(expect.not.arrayContaining(['sources', 'journal', 'partitions']));
  });
});

describe('a token without a tenant', () => {
  test('reads and writes where AccountID and ProjectID say', async () => {
    const authorization = `Bearer ${TOKENS.admin}`;
    const ingest = (headers: Record<string, string>) =>
      server.inject({
        method: 'POST',
        url: '/insert/jsonline?_stream_fields=service',
        payload: '{"_msg":"x"}',
        headers: { authorization, ...headers },
      });
    await ingest({});
    await ingest({ accountid: '7', projectid: '2' });
    expect(heard.inserts.map((entry) => entry.tenant)).toEqual([HOME, OTHER_TENANT]);
    expect(heard.inserts[0]).toMatchObject({ body: '{"_msg":"x"}', query: '_stream_fields=service' });
    const found = await server.inject({
      url: '/api/v1/field-values?field=service&from=0&to=2026-03-02T00:00:00Z',
      headers: { authorization, accountid: '7', projectid: '2' },
    });
    expect(found.json()).toEqual({
      field: 'service',
      values: [{ value: 'vault', hits: 1 }],
      truncated: false,
    });
  });
});
