import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  checker,
  ExplainPartialSchema,
  ExplainPreviewSchema,
  ExplanationSchema,
  type ExplainPreview,
  type Explanation,
} from '@presage/contract';
import { startFakeModels, type FakeModels } from '../explain/drivers/fake-models.ts';
import { createExplainer } from '../explain/explain.ts';
import { modelParts, saidText } from '../explain/model/model.fixture.ts';
import { explainParts } from '../explain/parts.fixture.ts';
import { DEFAULT_OPTIONS } from './api.ts';
import { fakeApi, OLD_ALIAS, SHOP_TEMPLATE } from './api.fixture.ts';
import { serve, type Reply } from './serve.fixture.ts';

const checkPartial = checker(ExplainPartialSchema);
const checkPreview = checker(ExplainPreviewSchema);

const { api } = fakeApi();
const server = await serve(api);
const ask = (payload: object, headers: Record<string, string> = {}): Promise<Reply> =>
  server.inject({ method: 'POST', url: '/api/v1/explain', payload, headers });

async function newestOfShop(): Promise<Explanation> {
  return (await ask({ template_id: OLD_ALIAS, service: 'shop' })).json<Explanation>();
}

describe('POST /api/v1/explain', () => {
  test('the newest line of a template is explained, by an id that was merged into it too', async () => {
    for (const id of [OLD_ALIAS, SHOP_TEMPLATE]) {
      const reply = await ask({ template_id: id, service: 'shop' });
      expect(reply.statusCode).toBe(200);
      expect(checker(ExplanationSchema)(reply.json())).toMatchObject({ ok: true });
      expect(reply.json<Explanation>().what_happened).toContain('pool exhausted after 44 ms');
    }
  });

  test('a line is explained by its event id', async () => {
    const newest = await newestOfShop();
    const shown = newest.context.lines.find(({ id }) => id === newest.context.target);
    const reply = await ask({ event_id: shown?.event_id });
    expect(reply.json<Explanation>().what_happened).toBe(newest.what_happened);
    expect(reply.json<Explanation>().context.origin).toBe('store');
  });

  test('a line of another datasource is explained from the lines sent with it', async () => {
    const reply = await ask({
      message: 'worker gave up',
      time: '2026-03-01T11:59:00Z',
      lines: [{ message: 'disk is full', time: '2026-03-01T11:58:00Z' }],
    });
    const { context } = reply.json<Explanation>();
    expect(context).toMatchObject({ origin: 'request', shown: 2, target: 'L2' });
  });

  test('every cited id is a line of the context', async () => {
    const { context, evidence, likely_causes: causes } = await newestOfShop();
    const ids = context.lines.map(({ id }) => id);
    const cited = [...evidence.map(({ id }) => id), ...causes.flatMap((cause) => cause.evidence_ids)];
    expect(cited.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(cited));
  });

  test('who accepts events gets the context, then the answer', async () => {
    const reply = await ask({ template_id: SHOP_TEMPLATE }, { accept: 'text/event-stream' });
    expect(reply.headers['content-type']).toMatch(/^text\/event-stream/);
    const events = Array.from(reply.body.matchAll(/^event: (\w+)$/gm), ([, name]) => name);
    expect(events).toEqual(['context', 'answer']);
  });

  test('an unknown line is told in a stream as in JSON', async () => {
    const unknown = { template_id: 'ffffffffffffffff' };
    expect((await ask(unknown)).statusCode).toBe(404);
    const { body } = await ask(unknown, { accept: 'text/event-stream' });
    expect(body).toMatch(/event: error\ndata: \{"error":\{"code":"not_found"/);
  });

  test.each([
    ['nothing', {}],
    ['two things', { event_id: 'a', message: 'b' }],
    ['an empty line', { message: ' ' }],
    ['an unknown field', { message: 'x', colour: 'red' }],
  ])('%s asked for is a bad request', async (_, payload) => {
    expect((await ask(payload)).statusCode).toBe(400);
  });

  test.each(['rules', 'cached'])(
    'the header X-Presage-Engine may say %s, and wins over the body',
    async (engine) => {
      const headers = { 'x-presage-engine': engine };
      const reply = await ask({ template_id: SHOP_TEMPLATE, engine: 'model' }, headers);
      expect(reply.json<Explanation>().engine.name).toBe('rules');
    },
  );

  test('another engine is a bad request', async () => {
    const reply = await ask({ template_id: SHOP_TEMPLATE }, { 'x-presage-engine': 'magic' });
    expect(reply.statusCode).toBe(400);
  });

  test('a line of another tenant is not found', async () => {
    const newest = await newestOfShop();
    const shown = newest.context.lines.find(({ id }) => id === newest.context.target);
    const reply = await ask({ event_id: shown?.event_id }, { AccountID: '7', ProjectID: '2' });
    expect(reply.statusCode).toBe(404);
  });
});

describe('with a model', () => {
  let models: FakeModels;
  let url: string;
  const PAYLOAD = { message: 'disk is full', lines: [{ message: 'used=100%' }] };

  beforeAll(async () => {
    models = await startFakeModels(saidText());
    const explainer = createExplainer(explainParts({ model: modelParts(models.url) }));
    ({ url } = await serve(fakeApi({ explainer }).api, {
      tail: { ...DEFAULT_OPTIONS.tail, heartbeatMs: 5 },
    }));
  });
  afterAll(() => models.close());

  const post = (body: object, signal: AbortSignal | null = null): Promise<Response> =>
    fetch(`${url}/api/v1/explain`, {
      ...{ method: 'POST', body: JSON.stringify(body), signal },
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
  const eventsIn = (text: string): string[] =>
    Array.from(text.matchAll(/^event: (\w+)$/gm), ([, name = '']) => name);

  test('its answer comes piece by piece, as the contract says', async () => {
    const text = await (await post(PAYLOAD)).text();
    const events = eventsIn(text);
    expect([events[0], events[1], events.at(-1)]).toEqual(['context', 'partial', 'answer']);
    const partials = Array.from(text.matchAll(/^event: partial\ndata: (.*)$/gm), ([, data = '']) => data);
    for (const data of partials) expect(checkPartial(JSON.parse(data))).toMatchObject({ ok: true });
    expect(text).toContain('"name":"gemini"');
  });

  test('a stream that waits for the model shows that it lives', async () => {
    models.meet({ is: 'hang' });
    const before = models.seen.length;
    const leaving = new AbortController();
    const response = await post({ ...PAYLOAD, refresh: true }, leaving.signal);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      // Left before the model was asked, the call would be counted in the next test.
      if (text.includes(': alive') && models.seen.length > before) break;
    }
    expect(eventsIn(text)).toEqual(['context']);
    leaving.abort();
    await models.left;
  });

  test('the preview shows what is sent, and sends nothing', async () => {
    const before = models.seen.length;
    const reply = await fetch(`${url}/api/v1/explain/preview`, {
      method: 'POST',
      body: JSON.stringify({ ...PAYLOAD, message: 'login failed password=letmein1' }),
      headers: { 'content-type': 'application/json' },
    });
    const preview = checkPreview(await reply.json());
    expect(preview).toMatchObject({
      ok: true,
      value: { configured: true, engine: { model: 'model-1' }, lines: 2, redacted: 1 },
    });
    expect(JSON.stringify(preview)).not.toContain('letmein1');
    expect(models.seen).toHaveLength(before);
  });

  test('what was previewed is what is sent, but for the number of the fence', async () => {
    const body = { ...PAYLOAD, message: 'a line of its own' };
    const reply = await fetch(`${url}/api/v1/explain/preview`, {
      method: 'POST',
      body: JSON.stringify({ ...body, time: '2026-03-01T12:00:00Z' }),
      headers: { 'content-type': 'application/json' },
    });
    const { prompt } = (await reply.json()) as ExplainPreview;
    await (await post({ ...body, time: '2026-03-01T12:00:00Z' })).text();
    const sent = JSON.stringify(models.seen.at(-1)?.body);
    const masked = (text: string): string => text.replace(/[\da-f]{24}/g, '#');
    expect(masked(sent)).toContain(masked(JSON.stringify(prompt)));
  });
});

describe('GET /api/v1/explain/preview', () => {
  const preview = (query: string) => server.inject({ url: `/api/v1/explain/preview?${query}` });

  test('shows without a model what would be sent', async () => {
    const reply = await preview(`template_id=${SHOP_TEMPLATE}&service=shop`);
    const body = reply.json<ExplainPreview>();
    expect(checkPreview(body)).toMatchObject({ ok: true });
    expect(body).toMatchObject({ configured: false, engine: { name: 'rules', model: '' } });
    expect(body.prompt).toContain('pool exhausted');
  });

  test('of nothing is a bad request, of an unknown line not found', async () => {
    expect((await preview('language=de')).statusCode).toBe(400);
    expect((await preview('event_id=none')).statusCode).toBe(404);
  });
});

describe('POST /api/v1/explain/:id/feedback', () => {
  const rate = (id: string, payload: object, headers: Record<string, string> = {}) =>
    server.inject({ method: 'POST', url: `/api/v1/explain/${id}/feedback`, payload, headers });

  test('is taken with who says so', async () => {
    const { id } = await newestOfShop();
    const reply = await rate(
      id,
      { thumbs: 'down', comment: 'it was the pool' },
      { 'x-grafana-user': 'anna' },
    );
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ id, thumbs: 'down' });
  });

  test('on an explanation that this tenant was not given is not found', async () => {
    const { id } = await newestOfShop();
    expect((await rate(id, { thumbs: 'up' }, { AccountID: '7', ProjectID: '2' })).statusCode).toBe(404);
    expect((await rate('none', { thumbs: 'up' })).statusCode).toBe(404);
  });

  test.each([[{}], [{ thumbs: 'sideways' }], [{ thumbs: 'up', more: 1 }]])(
    '%j is a bad request',
    async (body) => {
      const { id } = await newestOfShop();
      expect((await rate(id, body)).statusCode).toBe(400);
    },
  );
});
