import { describe, expect, test } from '@jest/globals';
import {
  checker,
  ClassifyReplySchema,
  CorrectionReplySchema,
  MarkerReplySchema,
  FieldsReplySchema,
  FieldValuesReplySchema,
  ReadyReplySchema,
  StatusSchema,
  TemplateSchema,
  TemplatesReplySchema,
  type Log,
} from '@presage/contract';
import { PresageError } from '../errors.ts';
import { CALM, fakeApi, HOME, OLD_ALIAS, SHOP_TEMPLATE } from './api.fixture.ts';
import { serve, type Reply } from './serve.fixture.ts';

const { api, heard } = fakeApi();
const server = await serve(api);
const day = 'from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z';
const get = (url: string): Promise<Reply> => server.inject({ url });
const post = (url: string, payload: string | object, headers: Record<string, string> = {}): Promise<Reply> =>
  server.inject({ method: 'POST', url, payload, headers });
const codeOf = (reply: Reply): [number, string] => [
  reply.statusCode,
  reply.json<{ error: { code: string } }>().error.code,
];

type TSchema = Parameters<typeof checker>[0];

describe('replies have the form that the contract says', () => {
  test.each([
    ['/api/v1/templates', TemplatesReplySchema],
    [`/api/v1/templates/${OLD_ALIAS}`, TemplateSchema],
    [`/api/v1/fields?${day}`, FieldsReplySchema],
    [`/api/v1/field-values?field=service&${day}`, FieldValuesReplySchema],
    [`/api/v1/field-values?field=presage_category`, FieldValuesReplySchema],
    ['/api/v1/status', StatusSchema],
    ['/ready', ReadyReplySchema],
  ])('%s', async (url, schema: TSchema) => {
    const reply = await get(url);
    expect(reply.statusCode).toBe(200);
    expect(checker(schema)(reply.json())).toMatchObject({ ok: true });
  });

  test('/api/v1/classify', async () => {
    const reply = await post('/api/v1/classify', { lines: ['a line', { _msg: 'another' }] });
    expect(checker(ClassifyReplySchema)(reply.json())).toMatchObject({
      ok: true,
      value: { lines: { length: 2 } },
    });
  });

  test('/api/v1/corrections', async () => {
    const correction = { template_id: OLD_ALIAS, service: 'shop', class: 'normal', note: 'planned' };
    const reply = await post('/api/v1/corrections', correction);
    expect(checker(CorrectionReplySchema)(reply.json())).toMatchObject({ ok: true });
    expect(heard.corrections).toEqual([
      { tenant: HOME, correction: { ...correction, template_id: SHOP_TEMPLATE } },
    ]);
  });

  test('/api/v1/markers', async () => {
    const reply = await post('/api/v1/markers', { text: 'version 2', time: '2026-01-02T03:04:05+01:00' });
    expect(checker(MarkerReplySchema)(reply.json())).toMatchObject({ ok: true });
    expect(heard.markers).toEqual([
      { tenant: HOME, marker: { text: 'version 2', time: '2026-01-02T02:04:05.000Z' } },
    ]);
    const refused = await post('/api/v1/markers', { text: 'version 2', time: 'noon' });
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain('RFC 3339');
  });
});

describe('values of a field', () => {
  test('are counted within the window', async () => {
    const reply = await get(
      `/api/v1/field-values?field=service&from=2026-03-01T11:59:25Z&to=2026-03-01T12:00:00Z`,
    );
    expect(reply.json()).toMatchObject({ values: [{ value: 'login', hits: 3 }] });
  });

  test('of a joined field come from the templates', async () => {
    const reply = await get('/api/v1/field-values?field=presage_category');
    expect(reply.json()).toMatchObject({ values: [{ value: 'resource' }, { value: 'user_action' }] });
  });

  test('of a joined field are those of the services that are asked', async () => {
    const filters = encodeURIComponent('[{"field":"service","op":"=|","values":["login"]}]');
    const reply = await get(`/api/v1/field-values?field=presage_category&filters=${filters}`);
    expect(reply.json()).toMatchObject({ values: [{ value: 'user_action' }] });
  });

  test('say that there are more', async () => {
    const reply = await get(`/api/v1/field-values?field=service&limit=1&${day}`);
    expect(reply.json()).toMatchObject({ values: { length: 1 }, truncated: true });
  });
});

describe('refusals', () => {
  test.each([
    ['/api/v1/templates/0000', 404, 'not_found'],
    ['/api/v1/templates?class=bad', 400, 'bad_request'],
    ['/api/v1/templates?limit=0', 400, 'bad_request'],
    ['/api/v1/templates?limit=1&limit=2', 400, 'bad_request'],
    ['/api/v1/field-values', 400, 'bad_request'],
    ['/api/v1/fields?from=noon', 400, 'bad_query'],
    ['/%zz', 400, 'bad_request'],
  ])('%s → %d %s', async (url, status, code) => {
    expect(codeOf(await get(url))).toEqual([status, code]);
  });

  test('of a correction for a service that lacks the template name the one that has it', async () => {
    const reply = await post('/api/v1/corrections', {
      template_id: SHOP_TEMPLATE,
      service: 'login',
      class: 'normal',
    });
    expect(codeOf(reply)).toEqual([404, 'not_found']);
    expect(reply.body).toContain('shop');
  });

  test.each([
    ['{', 'application/json', 400, 'bad_request'],
    ['', 'application/json', 400, 'bad_request'],
    ['{}', 'text/plain', 415, 'unsupported_type'],
    ['[]', 'application/json', 400, 'bad_request'],
    [`{"lines":["${'x'.repeat(5_000_000)}"]}`, 'application/json', 413, 'body_too_large'],
    ['{"__proto__":{"lines":["x"]}}', 'application/json', 400, 'bad_request'],
  ])('of the body %.20s as %s → %d %s', async (payload, type, status, code) => {
    expect(codeOf(await post('/api/v1/classify', payload, { 'content-type': type }))).toEqual([status, code]);
  });

  test('of an unknown route name the nearest', async () => {
    const reply = await get('/api/v1/templatse');
    expect(codeOf(reply)).toEqual([404, 'not_found']);
    expect(reply.body).toContain('Did you mean /api/v1/templates?');
  });

  test('of a wrong method name the right one', async () => {
    expect((await get('/api/v1/query')).body).toContain('the path answers POST');
  });

  test('of a source are passed on with Retry-After', async () => {
    const busy = fakeApi({
      insertRoutes: [
        {
          method: 'POST',
          paths: ['/insert/jsonline'],
          handle: () => Promise.reject(new PresageError('busy', 'Too much in flight.', { retryAfter: 1.2 })),
        },
      ],
    });
    const reply = await (
      await serve(busy.api)
    ).inject({ method: 'POST', url: '/insert/jsonline', payload: '{}' });
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '2']);
    expect(reply.json()).toEqual({ error: { code: 'busy', message: 'Too much in flight.' } });
  });

  test('of our own making are logged with the id that the caller gets, and tell nothing else', async () => {
    const errors: unknown[] = [];
    const silent = (): void => undefined;
    const log: Log = {
      debug: silent,
      info: silent,
      warn: silent,
      error: (_message, facts) => void errors.push(facts),
    };
    const broken = fakeApi({ log, metrics: () => Promise.reject(new Error('secret detail')) });
    const reply = await (await serve(broken.api)).inject({ url: '/metrics' });
    expect(codeOf(reply)).toEqual([503, 'internal']);
    expect(reply.body).not.toContain('secret detail');
    expect(errors).toEqual([expect.objectContaining({ request: reply.headers['x-request-id'] })]);
  });
});

describe('every answer', () => {
  test.each(['/health', '/api/v1/status', '/nowhere'])(
    'of %s forbids to be taken for a page',
    async (url) => {
      const { headers } = await get(url);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );
});

describe('the probes', () => {
  test('/ready is 503 with the reasons while the sidecar is not ready; /health does not mind', async () => {
    const starting = await serve(fakeApi({ state: () => ({ ...CALM, notReady: ['the disk is full'] }) }).api);
    const reply = await starting.inject({ url: '/ready' });
    expect([reply.statusCode, reply.json()]).toEqual([503, { ready: false, reasons: ['the disk is full'] }]);
    expect((await starting.inject({ url: '/health' })).statusCode).toBe(200);
  });

  test('answer HEAD', async () => {
    expect((await server.inject({ method: 'HEAD', url: '/health' })).statusCode).toBe(200);
  });

  test('/metrics is Prometheus text', async () => {
    const reply = await get('/metrics');
    expect(reply.headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(reply.body).toBe('presage_partitions 3\n');
  });
});
