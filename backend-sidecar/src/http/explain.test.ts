import { describe, expect, test } from '@jest/globals';
import { checker, ExplanationSchema, type Explanation } from '@presage/contract';
import { fakeApi, OLD_ALIAS, SHOP_TEMPLATE } from './api.fixture.ts';
import { serve, type Reply } from './serve.fixture.ts';

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

  test('a line of another tenant is not found', async () => {
    const newest = await newestOfShop();
    const shown = newest.context.lines.find(({ id }) => id === newest.context.target);
    const reply = await ask({ event_id: shown?.event_id }, { AccountID: '7', ProjectID: '2' });
    expect(reply.statusCode).toBe(404);
  });
});
