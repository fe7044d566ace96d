import { describe, expect, test } from '@jest/globals';
import type { Query, QueryReply, QueryResult } from '@presage/contract';
import type { AlertRow, Api, HealthSeries } from './api.ts';
import { CALM, fakeApi, NOW_MS } from './api.fixture.ts';
import { serve } from './serve.fixture.ts';

const window = { from: String(NOW_MS - 300_000), to: String(NOW_MS) };
const LABELS = ['service', 'category', 'template_id', 'signature', 'template', 'sample'];
const incidents: Query = {
  ref_id: 'A',
  query_type: 'stats',
  time: 'arrival',
  ...window,
  group_by: LABELS,
  filters: [{ field: 'presage_class', op: '=|', values: ['incident'] }],
  top: 50,
};
const health: Query = { ref_id: 'A', query_type: 'health', ...window };

function alertRow(
  id: string,
  labels: Partial<AlertRow['labels']> = {},
  rest: Partial<AlertRow> = {},
): AlertRow {
  const usual = {
    service: 'shop',
    category: 'resource',
    signature: 'none',
    template: 'text',
    sample: 'line',
  };
  return { class: 'incident', count: 2, labels: { template_id: id, ...usual, ...labels }, ...rest };
}

function metricSeries(
  name: string,
  labels: Record<string, string>,
  values: readonly number[],
  type: HealthSeries['type'],
): HealthSeries {
  const times = values.map((_, i) => NOW_MS - (values.length - 1 - i) * 10_000);
  return { name, type, labels, times, values };
}

async function ask(query: Query, changes: Partial<Api>, alert = true): Promise<QueryResult | number> {
  const server = await serve(fakeApi(changes).api);
  const reply = await server.inject({
    method: 'POST',
    url: '/api/v1/query',
    payload: { queries: [query], alert },
  });
  return reply.statusCode === 200 ? (reply.json<QueryReply>().results['A'] ?? 0) : reply.statusCode;
}

/** Label values joined, and the number. */
async function numbers(query: Query, changes: Partial<Api>): Promise<[string, number][]> {
  const result = await ask(query, changes);
  if (typeof result === 'number') throw new Error(`HTTP ${result}`);
  if (result.error) throw new Error(result.error.message);
  return result.frames.map(({ schema, data }): [string, number] => [
    Object.values(schema.fields[0]?.labels ?? {}).join(' '),
    data.values[0]?.[0] as number,
  ]);
}

describe('numbers by arrival and template', () => {
  test('have the labels that were fixed with the first line, and no other', async () => {
    const result = await ask(incidents, { alerts: () => [alertRow('aa')] });
    if (typeof result === 'number') throw new Error('no result');
    expect(result.frames[0]?.schema.fields[0]?.labels).toEqual(alertRow('aa').labels);
    expect(result.frames[0]?.data.values).toEqual([[2]]);
  });

  test('are of the asked class', async () => {
    const rows = [alertRow('aa'), alertRow('bb', {}, { class: 'preventive_action' })];
    expect(await numbers({ ...incidents, group_by: ['template_id'] }, { alerts: () => rows })).toEqual([
      ['aa', 2],
    ]);
  });

  test('add up over templates when grouped by less', async () => {
    const rows = [alertRow('aa'), alertRow('bb')];
    const query: Query = { ...incidents, group_by: ['service', 'category'] };
    expect(await numbers(query, { alerts: () => rows })).toEqual([['shop resource', 4]]);
  });

  test('of a storm are the 50 that began first and one row for the rest', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => alertRow(`t${i}`));
    const found = await numbers({ ...incidents, group_by: ['template_id'] }, { alerts: () => rows });
    expect(found).toHaveLength(51);
    expect(found.slice(0, 50).map(([id]) => id)).toEqual(
      rows.slice(0, 50).map(({ labels }) => labels.template_id),
    );
    expect(found.at(-1)).toEqual(['other', 900]);
  });

  test('name the first of another service, category or signature even behind a storm', async () => {
    const rows = [
      ...Array.from({ length: 500 }, (_, i) => alertRow(`t${i}`)),
      alertRow('login', { service: 'auth' }),
      alertRow('login2', { service: 'auth' }),
      alertRow('known', { signature: 'disk.full' }),
    ];
    const found = await numbers({ ...incidents, group_by: ['template_id'] }, { alerts: () => rows });
    expect(found.slice(50)).toEqual([
      ['login', 2],
      ['known', 2],
      ['other', 902],
    ]);
  });

  test('of a category called other go with the rest: no two have the same labels', async () => {
    const rows = ['other', 'resource', 'http', 'network'].map((category) => alertRow(category, { category }));
    const query: Query = { ...incidents, group_by: ['category'], top: 1 };
    const found = await numbers(query, { alerts: () => rows });
    expect(found.map(([category]) => category).filter((category) => category === 'other')).toHaveLength(1);
    expect(found.reduce((sum, [, count]) => sum + count, 0)).toBe(8);
  });

  test('of a storm of services stay bounded', async () => {
    const rows = Array.from({ length: 500 }, (_, i) => alertRow(`t${i}`, { service: `s${i}` }));
    expect(await numbers(incidents, { alerts: () => rows })).toHaveLength(101);
  });

  test('are told while a store lags, because they need none', async () => {
    const sinks = CALM.sinks.map((sink) => ({ ...sink, lagSeconds: 900 }));
    const state = (): typeof CALM => ({ ...CALM, notReady: ['the store is behind'], sinks });
    expect(await numbers(incidents, { alerts: () => [alertRow('aa')], state })).toHaveLength(1);
  });

  test('are refused while lines wait to be decided', async () => {
    const state = (): typeof CALM => ({ ...CALM, pipeline: { lagSeconds: 90, lagLines: 5 } });
    expect(await ask(incidents, { alerts: () => [], state })).toBe(503);
  });

  test.each([
    ['a field that they do not have', { group_by: ['template_id', 'host'] }],
    ['a series', { step_ms: 1000 }],
    ['a share', { value: 'share' as const }],
    ['words', { text: 'pool' }],
  ])('refuse %s', async (_, changes) => {
    expect(await ask({ ...incidents, ...changes }, {})).toMatchObject({ error: { code: 'bad_query' } });
  });
});

describe('a health query', () => {
  const lag = metricSeries('presage_outbox_lag_seconds', { store: 'sqlite' }, [5, 7, 6], 'gauge');
  const letters = metricSeries('presage_dead_letters_total', { reason: 'too_long' }, [1, 1, 4], 'counter');
  const metric = (...values: string[]): NonNullable<Query['filters']> => [
    { field: 'metric', op: '=|', values },
  ];

  test('gives the last value of a gauge', async () => {
    const query = { ...health, filters: metric('presage_outbox_lag_seconds') };
    expect(await numbers(query, { health: () => [lag] })).toEqual([['sqlite', 6]]);
  });

  test('gives what a counter gained in the window', async () => {
    const query: Query = { ...health, value: 'count', filters: metric('presage_dead_letters_total') };
    expect(await numbers(query, { health: () => [letters] })).toEqual([['too_long', 3]]);
    expect(await numbers({ ...query, value: 'rate' }, { health: () => [letters] })).toEqual([
      ['too_long', 0.01],
    ]);
  });

  test('has a point for each step', async () => {
    const query: Query = { ...health, step_ms: 10_000, filters: metric('presage_outbox_lag_seconds') };
    const result = await ask(query, { health: () => [lag] });
    if (typeof result === 'number') throw new Error('no result');
    expect(result.frames[0]?.data.values).toEqual([
      [NOW_MS - 20_000, NOW_MS - 10_000, NOW_MS],
      [5, 7, 6],
    ]);
  });

  test('of several gauges of a group gives the greatest', async () => {
    const other = metricSeries('presage_outbox_lag_seconds', { store: 'victoria-logs' }, [90], 'gauge');
    const filters = metric('presage_outbox_lag_seconds');
    const query: Query = { ...health, filters, group_by: ['reason'] };
    expect(await numbers(query, { health: () => [lag, other] })).toEqual([['', 90]]);
  });

  test('names the metric where several are asked for', async () => {
    const query = { ...health, filters: metric('presage_outbox_lag_seconds', 'presage_dead_letters_total') };
    const found = await numbers(query, { health: () => [lag, letters] });
    expect(found.map(([labels]) => labels)).toEqual([
      'sqlite presage_outbox_lag_seconds',
      'too_long presage_dead_letters_total',
    ]);
  });

  test('is filtered by the labels of metrics', async () => {
    const filters = [
      ...metric('presage_outbox_lag_seconds'),
      { field: 'store', op: '!=' as const, values: ['sqlite'] },
    ];
    expect(await numbers({ ...health, filters }, { health: () => [lag] })).toEqual([]);
  });

  test('is answered while nothing else is, in alerts too', async () => {
    const state = (): typeof CALM => ({ ...CALM, notReady: ['the store is behind'] });
    const query = { ...health, filters: metric('presage_outbox_lag_seconds') };
    expect(await numbers(query, { health: () => [lag], state })).toHaveLength(1);
  });

  test.each([
    ['without a metric', []],
    ['of a metric that is none', metric('presage_lunch')],
    ['of a histogram', metric('presage_query_seconds')],
    ['of all but one', [{ field: 'metric', op: '!=' as const, values: ['presage_ready'] }]],
  ])('%s is refused', async (_, filters) => {
    expect(await ask({ ...health, filters: [...filters] }, {})).toMatchObject({
      error: { code: 'bad_query' },
    });
  });
});
