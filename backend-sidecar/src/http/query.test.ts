import { describe, expect, test } from '@jest/globals';
import type { Frame, Query, QueryReply, QueryResult } from '@presage/contract';
import type { Reader } from '../stores/store.ts';
import type { Api } from './api.ts';
import {
  CALM,
  fakeApi,
  INCIDENT,
  LOGIN_TEMPLATE,
  NOW_MS,
  OLD_ALIAS,
  row,
  SHOP_TEMPLATE,
  table,
  template,
} from './api.fixture.ts';
import { shelfReader } from './reader.fixture.ts';
import { serve, type Reply, type Served } from './serve.fixture.ts';

const window = { from: '2026-03-01T11:59:00Z', to: '2026-03-01T12:00:00Z' };
const logs: Query = { ref_id: 'A', query_type: 'logs', ...window };
const stats: Query = { ref_id: 'A', query_type: 'stats', ...window };

const calm = await serve(fakeApi().api);
const serving = (changes: Partial<Api>): Promise<Served> => serve(fakeApi(changes).api);

function post(server: Served, queries: readonly Query[], alert = false): Promise<Reply> {
  return server.inject({ method: 'POST', url: '/api/v1/query', payload: { queries, alert } });
}

async function result(query: Query, server = calm, alert = false): Promise<QueryResult> {
  const { results } = (await post(server, [query], alert)).json<QueryReply>();
  return (
    results[query.ref_id] ?? {
      frames: [],
      notices: [],
      error: { code: 'none', message: '', source: 'plugin' },
    }
  );
}

function column(frame: Frame | undefined, name: string): readonly unknown[] {
  const at = frame?.schema.fields.findIndex((field) => field.name === name) ?? -1;
  return frame?.data.values[at] ?? [];
}

async function bodies(query: Query, server = calm): Promise<readonly unknown[]> {
  return column((await result(query, server)).frames[0], 'body');
}

describe('a logs query', () => {
  test('answers newest first and says when there is more', async () => {
    const { frames, notices } = await result({ ...logs, limit: 2 });
    expect(column(frames[0], 'body')).toEqual(['user 19 signed in', 'user 18 signed in']);
    expect(notices[0]?.text).toContain('Only the newest 2 lines');
  });

  test('answers oldest first when asked', async () => {
    expect((await bodies({ ...logs, direction: 'forward' }))[0]).toBe('pool exhausted after 31 ms');
  });

  test('takes its window to the millisecond, both ends included', async () => {
    const at = String(NOW_MS - 30_000);
    expect(await bodies({ ...logs, from: at, to: at })).toEqual(['user 17 signed in']);
    expect(await bodies({ ...logs, from: String(NOW_MS - 29_999), to: String(NOW_MS - 20_001) })).toEqual([]);
  });

  test('filters by a category through the ids of its templates, merged ids too', async () => {
    const filters: Query['filters'] = [{ field: 'presage_category', op: '=', values: ['resource'] }];
    expect(await bodies({ ...logs, filters })).toHaveLength(2);
  });

  test('filters out a category', async () => {
    const filters: Query['filters'] = [
      { field: 'presage_category', op: '!=|', values: ['resource', 'other'] },
    ];
    expect(await bodies({ ...logs, filters })).toHaveLength(3);
  });

  test('finds nothing for a category that no template has', async () => {
    const filters: Query['filters'] = [{ field: 'presage_category', op: '=', values: ['hardware'] }];
    expect(await bodies({ ...logs, filters })).toEqual([]);
  });

  test('leaves a filter that means too many templates out, with a notice; an alert gets an error', async () => {
    const many = Array.from({ length: 1001 }, (_, index) =>
      template(index.toString(16).padStart(16, '0'), 'shop'),
    );
    const server = await serving({ templates: table(many) });
    const filters: Query['filters'] = [{ field: 'presage_by', op: '=', values: ['signature'] }];
    expect((await result({ ...logs, filters }, server)).notices[0]?.text).toContain('1001 templates');
    expect((await result({ ...stats, filters }, server, true)).error).toMatchObject({ code: 'bad_query' });
  });
});

describe('a correction', () => {
  const corrected = template(SHOP_TEMPLATE, 'shop', {
    aliases: [OLD_ALIAS],
    corrected: true,
    verdicts: [
      { class: 'normal', severity: 'error', category: 'resource', by: 'human', confidence: 1, count: 3 },
    ],
  });

  test('is laid over older rows, those of merged templates too, and marks them', async () => {
    const server = await serving({ templates: table([corrected]) });
    const { frames } = await result({ ...logs, text: 'pool' }, server);
    expect(column(frames[0], 'labels')).toEqual([
      expect.objectContaining({ presage_class: 'normal', presage_corrected: 'true' }),
      expect.objectContaining({ presage_class: 'normal', presage_corrected: 'true' }),
    ]);
  });

  test('does not reach the same template of another service', async () => {
    const server = await serving({ templates: table([{ ...corrected, service: 'till' }]) });
    const { frames } = await result({ ...logs, text: 'pool' }, server);
    const own = expect.objectContaining({ presage_class: 'incident' }) as unknown;
    expect(column(frames[0], 'labels')).toEqual([own, own]);
    const filters: Query['filters'] = [{ field: 'presage_class', op: '=', values: ['incident'] }];
    expect(await bodies({ ...logs, filters }, server)).toHaveLength(2);
  });

  test('decides which rows a filter on the class finds', async () => {
    const server = await serving({ templates: table([corrected]) });
    const filters: Query['filters'] = [{ field: 'presage_class', op: '=', values: ['incident'] }];
    expect(await bodies({ ...logs, filters }, server)).toEqual([]);
    expect(await bodies({ ...logs, filters })).toHaveLength(2);
  });
});

const same = { service: 'shop', ...INCIDENT };
const crowd = Array.from({ length: 60 }, (_, index) => {
  const { fields, ...rest } = row(30, `line ${index}`, same);
  const id = `${fields['presage_event_id'] ?? ''}-${String(index).padStart(3, '0')}`;
  return { ...rest, fields: { ...fields, presage_event_id: id } };
});
const others = [row(31, 'older', same), row(29, 'newer', same), row(28, 'stranger', { service: 'login' })];
const crowdReader = await shelfReader({ '0:0': { rows: [...crowd, ...others], scores: [] } });

describe('lines around an event', () => {
  const idOf = (index: number): string => crowd[index]?.fields['presage_event_id'] ?? '';
  const around = (index: number, before: number, after: number, fields: string[] = []): Query => ({
    ...logs,
    around: { event_id: idOf(index), before, after, same: fields },
    direction: 'forward',
  });

  test('come with the event between them, in the order of arrival where times are equal', async () => {
    const server = await serving({ reader: crowdReader });
    expect(await bodies(around(30, 2, 2), server)).toEqual([
      'line 28',
      'line 29',
      'line 30',
      'line 31',
      'line 32',
    ]);
  });

  test('are found however many share the millisecond', async () => {
    const server = await serving({ reader: crowdReader });
    expect(await bodies(around(0, 1, 1), server)).toEqual(['older', 'line 0', 'line 1']);
    expect(await bodies(around(59, 1, 1), server)).toEqual(['line 58', 'line 59', 'newer']);
  });

  test('have the same values in the fields that are asked', async () => {
    const server = await serving({ reader: crowdReader });
    expect(await bodies(around(59, 0, 5), server)).toEqual(['line 59', 'newer', 'stranger']);
    expect(await bodies(around(59, 0, 5, ['service']), server)).toEqual(['line 59', 'newer']);
  });

  test('have the class that people have set, where that is asked, and no field that is none of lines', async () => {
    const templates = table([template(SHOP_TEMPLATE, 'shop', { corrected: true, verdicts: [] })]);
    const server = await serving({ reader: crowdReader, templates });
    expect(await bodies(around(59, 0, 1, ['presage_class', 'constructor']), server)).toEqual([
      'line 59',
      'newer',
    ]);
    const { error } = await result(around(59, 0, 1, ['presage_category']), server);
    expect(error).toMatchObject({ code: 'bad_query' });
  });

  test('of an unknown event are not found', async () => {
    const query: Query = { ...logs, around: { event_id: 'nowhere', before: 1, after: 1, same: [] } };
    expect((await result(query)).error).toMatchObject({ code: 'not_found', source: 'downstream' });
  });
});

describe('a stats query', () => {
  test('shows an earlier window at the times of the present', async () => {
    const now = await result({ ...stats, step_ms: 20_000 });
    const shifted = await result({
      ...stats,
      from: '2026-03-01T12:59:00Z',
      to: '2026-03-01T13:00:00Z',
      step_ms: 20_000,
      time_shift_ms: 3_600_000,
    });
    const later = (column(now.frames[0], 'time') as number[]).map((time) => time + 3_600_000);
    expect(column(shifted.frames[0], 'time')).toEqual(later);
    expect(column(shifted.frames[0], 'count')).toEqual(column(now.frames[0], 'count'));
  });

  test('over arrival leaves out what counters do not know, with a notice', async () => {
    const query: Query = { ...stats, time: 'arrival', group_by: ['service', 'host'], text: 'pool' };
    const { error, notices } = await result(query);
    expect(error).toBeUndefined();
    expect(notices.map((notice) => notice.text)).toEqual([
      expect.stringContaining('the grouping by host'),
      expect.stringContaining('the search for words'),
    ]);
  });

  test('with a pattern that is none is refused in words', async () => {
    const filters: Query['filters'] = [{ field: 'service', op: '=~', values: ['('] }];
    expect((await result({ ...stats, filters })).error).toMatchObject({
      code: 'bad_query',
      source: 'downstream',
    });
  });

  test('refuses to group by what belongs to templates', async () => {
    const { error } = await result({ ...stats, group_by: ['presage_category'] });
    expect(error?.message).toContain('presage_template_id');
  });

  test('passes the words of a store on readably', async () => {
    const { PresageError } = await import('../errors.ts');
    const failing: Reader = {
      ...fakeApi().api.reader,
      stats: () =>
        Promise.reject(new PresageError('store_error', 'VictoriaLogs says: unexpected token "|".')),
    };
    expect((await result(stats, await serving({ reader: failing }))).error).toEqual({
      code: 'store_error',
      message: 'VictoriaLogs says: unexpected token "|".',
      source: 'downstream',
    });
  });

  test('that meets a fault of ours tells a request id and nothing else', async () => {
    const reader: Reader = {
      ...fakeApi().api.reader,
      stats: () => Promise.reject(new Error('at /secret/path: raw line')),
    };
    const { error } = await result(stats, await serving({ reader }));
    expect(error).toMatchObject({ code: 'internal', source: 'plugin' });
    expect(error?.message).not.toMatch(/secret|raw line/);
  });

  test('of a store that never answers ends at the time limit', async () => {
    const reader: Reader = { ...fakeApi().api.reader, stats: () => new Promise(() => undefined) };
    const server = await serve(fakeApi({ reader }).api, { queryTimeoutMs: 1000 });
    const { results } = (await post(server, [stats, { ...logs, ref_id: 'B' }])).json<QueryReply>();
    expect(results['A']?.error).toMatchObject({ code: 'query_timeout' });
    expect(results['B']?.frames).toHaveLength(1);
  });

  test('is stopped when its client goes away', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const reader: Reader = {
      ...fakeApi().api.reader,
      stats: ({ signal }) => {
        asked.resolve(signal);
        return new Promise(() => undefined);
      },
    };
    const server = await serving({ reader });
    const client = new AbortController();
    const gone = fetch(`${server.url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ queries: [stats] }),
      signal: client.signal,
    }).catch(() => 'gone');
    const signal = await asked.promise;
    const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
    client.abort();
    expect(await gone).toBe('gone');
    await stopped;
    expect(signal.aborted).toBe(true);
  });
});

describe('a templates query', () => {
  const templates: Query = { ref_id: 'A', query_type: 'templates', ...window };

  test('filters by the same names as lines', async () => {
    const filters: Query['filters'] = [{ field: 'presage_by', op: '=', values: ['model'] }];
    const { frames } = await result({ ...templates, filters });
    expect(column(frames[0], 'presage_template_id')).toEqual([LOGIN_TEMPLATE]);
  });

  test('can be of those first seen after a time', async () => {
    const since = (time: string): NonNullable<Query['filters']> => [
      { field: 'first_seen', op: '>', values: [String(Date.parse(time))] },
    ];
    const before = await result({ ...templates, filters: since('2026-03-01T07:59:59Z') });
    expect(column(before.frames[0], 'presage_template_id')).toContain(LOGIN_TEMPLATE);
    expect(before.notices).toEqual([]);
    const after = await result({ ...templates, filters: since('2026-03-01T08:00:00Z') });
    expect(column(after.frames[0], 'presage_template_id')).toEqual([]);
  });

  test('leaves a filter on what only lines have out, with a notice', async () => {
    const host: Query['filters'] = [{ field: 'host', op: '=', values: ['a'] }];
    const { frames, notices } = await result({ ...templates, filters: host });
    expect(column(frames[0], 'presage_template_id')).toContain(LOGIN_TEMPLATE);
    expect(notices[0]?.text).toContain('Templates have no host');
  });

  test('leaves out what was not seen in the window', async () => {
    const { frames } = await result({
      ...templates,
      from: '2026-03-01T12:30:00Z',
      to: '2026-03-01T13:00:00Z',
    });
    expect(column(frames[0], 'count')).toEqual([]);
  });
});

describe("an alert's query", () => {
  test.each(['logs', 'templates', 'explain'] as const)('for %s is refused', async (type) => {
    expect((await result({ ...stats, query_type: type }, calm, true)).error).toMatchObject({
      code: 'bad_query',
    });
  });

  test('gets an error where a person gets a notice', async () => {
    const query: Query = {
      ref_id: 'A',
      query_type: 'anomalies',
      ...window,
      filters: [{ field: 'host', op: '=', values: ['a'] }],
    };
    expect((await result(query)).notices[0]?.text).toContain('host');
    expect((await result(query, calm, true)).error).toMatchObject({ code: 'bad_query' });
  });

  test('is answered although the store adds a remark', async () => {
    const remark = 'Lines that arrived before a correction have the class they had then.';
    const reader: Reader = {
      ...fakeApi().api.reader,
      stats: () => Promise.resolve({ series: [], executed: '', notices: [remark] }),
    };
    const server = await serving({ reader });
    expect(await result({ ...stats, time: 'arrival' }, server, true)).toEqual({
      frames: [],
      notices: [{ severity: 'warning', text: remark }],
    });
  });

  test('gets 503 while the sidecar is not ready', async () => {
    const server = await serving({ state: () => ({ ...CALM, notReady: ['replaying the journal'] }) });
    const reply = await post(server, [stats], true);
    expect(reply.statusCode).toBe(503);
    expect(reply.headers['retry-after']).toBe('5');
    expect(reply.json()).toMatchObject({ error: { code: 'not_ready' } });
  });

  test('gets 503 when a store lags behind its window, and an answer when the window ends before', async () => {
    const sinks = CALM.sinks.map((sink) => ({ ...sink, lagSeconds: 90 }));
    const server = await serving({ state: () => ({ ...CALM, sinks }) });
    const reply = await post(server, [stats], true);
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([
      503,
      'store_lagging',
    ]);
    const earlier: Query = { ...stats, from: '2026-03-01T11:57:00Z', to: '2026-03-01T11:58:30Z' };
    expect((await post(server, [earlier], true)).statusCode).toBe(200);
  });

  test('of one store does not wait for the other', async () => {
    const sinks = [
      {
        ...CALM.sinks[0],
        name: 'logs',
        kinds: ['rows'],
        ok: true,
        message: '',
        lagSeconds: 0,
        lagBatches: 0,
      },
      { name: 'series', kinds: ['samples'], ok: false, message: 'down', lagSeconds: 600, lagBatches: 9 },
    ] as const;
    const server = await serving({ state: () => ({ ...CALM, sinks }) });
    expect((await post(server, [stats], true)).statusCode).toBe(200);
    expect((await post(server, [{ ...stats, time: 'arrival' }], true)).statusCode).toBe(503);
  });

  test('a person is told of the lag in a notice', async () => {
    const sinks = CALM.sinks.map((sink) => ({ ...sink, lagSeconds: 90 }));
    const { notices } = await result(stats, await serving({ state: () => ({ ...CALM, sinks }) }));
    expect(notices[0]?.text).toContain('90 s behind');
  });
});

describe('a request that is wrong', () => {
  test('is told where', async () => {
    const reply = await post(calm, [{ ...logs, limit: 0 }]);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toEqual({ error: { code: 'bad_query', message: 'queries[0].limit must be >= 1.' } });
  });

  test('with one ref_id twice is refused, of a wrong form too', async () => {
    expect((await post(calm, [logs, stats])).body).toContain('ref_id');
    expect((await post(calm, [logs, { ...stats, limit: 0 }])).body).toContain('ref_id');
  });

  test.each([true, false])(
    'in the form of one query fails that query only, an alert (%p) too',
    async (alert) => {
      const wrong = { ...logs, ref_id: 'B', value: 'median', surprise: 1 } as unknown as Query;
      const reply = await post(calm, [stats, wrong, { ...stats, ref_id: 'C', to: 'never' }], alert);
      const { results } = reply.json<QueryReply>();
      expect(reply.statusCode).toBe(200);
      expect(results['A']).toMatchObject({ notices: [] });
      expect(results['A']?.error).toBeUndefined();
      expect(results['B']?.error?.message).toContain('queries[1].value must be one of');
      expect(results['C']?.error?.message).toContain('to is "never"');
    },
  );

  test.each([
    ['a query without a name', { queries: [stats, { ...logs, ref_id: undefined, limit: 0 }] }, 'queries[1]'],
    ['a field that nobody knows', { queries: [stats, { ...logs, ref_id: 'B', limit: 0 }], x: 1 }, '"x"'],
    ['no queries', { queries: [] }, 'queries'],
    ['no object', [stats], 'the body'],
  ])('is refused whole for %s', async (_what, payload, told) => {
    const reply = await calm.inject({ method: 'POST', url: '/api/v1/query', payload });
    expect(reply.statusCode).toBe(400);
    expect(reply.json<{ error: { message: string } }>().error.message).toContain(told);
  });

  test('says how long its answer took', async () => {
    expect((await post(calm, [stats])).headers['server-timing']).toMatch(/^total;dur=\d+\.\d+$/);
  });

  test('with a window that ends before it begins fails that query only', async () => {
    const { results } = (
      await post(calm, [stats, { ...stats, ref_id: 'B', from: window.to, to: window.from }])
    ).json<QueryReply>();
    expect(results['A']?.error).toBeUndefined();
    expect(results['B']?.error).toMatchObject({ code: 'bad_query', message: 'from is after to; swap them.' });
  });
});
