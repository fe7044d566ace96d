import { describe, expect, test } from '@jest/globals';
import type { Filter } from '@presage/contract';
import { readKey, readSample } from './counters.ts';
import { openMemoryStore } from './memory/store.ts';
import { NEVER, TENANT, batchOf, scopeOf } from './stores.fixture.ts';
import type { AnomaliesQuery, SeriesAnswer, StatsQuery } from './store.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const STEP = 10_000;

function counter(service: string, logClass: string, at: number, value: number, instance = 'i'): string {
  return `presage_log_lines_total{service="${service}",class="${logClass}",severity="error",instance="${instance}"} ${value} ${NOW + at * STEP}`;
}

async function arrivals(lines: readonly string[], query: Partial<StatsQuery> = {}): Promise<SeriesAnswer> {
  const { sink, reader } = openMemoryStore({ now: () => NOW });
  await sink.write(batchOf('samples', lines), { doubtful: false, signal: NEVER });
  return await reader.stats({
    ...scopeOf({ fromMs: NOW, toMs: NOW + 6 * STEP }),
    groupBy: ['service'],
    stepMs: undefined,
    top: undefined,
    value: 'count',
    time: 'arrival',
    ...query,
  });
}

describe('lines counted as they arrived', () => {
  test('are what the counters grew by since the last sample at or before the window', async () => {
    const { series } = await arrivals([
      counter('web', 'normal', -90, 100),
      counter('web', 'normal', 1, 103),
      counter('web', 'normal', 6, 110),
      counter('web', 'normal', 7, 999),
    ]);
    expect(series).toEqual([{ labels: { service: 'web' }, times: [NOW], values: [10] }]);
  });

  test('start from 0 when the counter is born in the window or starts anew', async () => {
    const { series } = await arrivals([
      counter('new', 'normal', 1, 4),
      counter('new', 'normal', 2, 5),
      counter('web', 'normal', 0, 100),
      counter('web', 'normal', 1, 3),
    ]);
    expect(series.map(({ labels, values }) => [labels['service'], values[0]])).toEqual([
      ['new', 5],
      ['web', 3],
    ]);
  });

  test('are summed over instances and classes', async () => {
    const { series } = await arrivals([
      counter('web', 'normal', 1, 4),
      counter('web', 'incident', 1, 2),
      counter('web', 'normal', 1, 8, 'j'),
    ]);
    expect(series[0]?.values).toEqual([14]);
  });

  test('belong to the bucket before their sample', async () => {
    const lines = [
      counter('web', 'normal', 0, 1),
      counter('web', 'normal', 3, 5),
      counter('web', 'normal', 6, 6),
    ];
    const { series } = await arrivals(lines, { stepMs: 3 * STEP });
    expect(series[0]).toMatchObject({ times: [NOW, NOW + 3 * STEP, NOW + 6 * STEP], values: [4, 1, 0] });
  });

  test('can be filtered and shared out by class only as it was decided', async () => {
    const filters: Filter[] = [{ field: 'presage_class', op: '=', values: ['incident'] }];
    const lines = [counter('web', 'normal', 1, 3), counter('web', 'incident', 1, 1)];
    expect((await arrivals(lines, { filters })).series[0]?.values).toEqual([1]);
    expect((await arrivals(lines, { value: 'share' })).series[0]?.values).toEqual([0.25]);
    const corrected = [{ class: 'normal' as const, templateIds: ['t'] }];
    expect((await arrivals(lines, { value: 'share', corrected })).notices).toHaveLength(1);
  });

  test.each<[string, Partial<StatsQuery>]>([
    ['a score', { value: 'score' }],
    ['a search text', { text: 'x' }],
    ['another field', { groupBy: ['host'] }],
    ['a filter on another field', { filters: [{ field: 'host', op: '=', values: ['a'] }] }],
  ])('are not known by %s', async (_what, query) => {
    await expect(arrivals([], query)).rejects.toMatchObject({ code: 'bad_query' });
  });
});

describe('anomaly scores', () => {
  const gauge = (name: string, service: string, detector: string, at: number, value: number): string =>
    `${name}{for="${detector}",service="${service}",instance="i",job="presage"} ${value} ${NOW + at * STEP}`;
  const LINES = [
    gauge('anomaly_score', 'web', 'log_volume', 0, 0.2),
    gauge('anomaly_score', 'web', 'log_volume', 1, 3),
    gauge('anomaly_score', 'web', 'error_share', 1, 1),
    gauge('anomaly_score', 'store', 'log_volume', 2, 0.5),
    gauge('y', 'web', 'log_volume', 0, 10),
    gauge('y', 'web', 'log_volume', 1, 20),
  ];

  async function ask(query: Partial<AnomaliesQuery> = {}): Promise<SeriesAnswer> {
    const { sink, reader } = openMemoryStore({ now: () => NOW });
    await sink.write(batchOf('samples', LINES), { doubtful: false, signal: NEVER });
    return await reader.anomalies({
      tenant: TENANT,
      fromMs: NOW,
      toMs: NOW + 3 * STEP,
      filters: [],
      stepMs: undefined,
      top: undefined,
      groupBy: [],
      series: ['anomaly_score'],
      signal: NEVER,
      ...query,
    });
  }

  test('are the highest of the window for each service and detector', async () => {
    expect(
      (await ask()).series.map(({ labels, values }) => [labels['service'], labels['for'], values[0]]),
    ).toEqual([
      ['web', 'log_volume', 3],
      ['web', 'error_share', 1],
      ['store', 'log_volume', 0.5],
    ]);
  });

  test('are the highest over detectors for a service, and of each step', async () => {
    const { series } = await ask({ groupBy: ['service'], stepMs: STEP });
    expect(series).toEqual([
      { labels: { __name__: 'anomaly_score', service: 'web' }, times: [NOW, NOW + STEP], values: [0.2, 3] },
      { labels: { __name__: 'anomaly_score', service: 'store' }, times: [NOW + 2 * STEP], values: [0.5] },
    ]);
  });

  test('come with the mean of what was scored, and only the highest groups when asked so', async () => {
    const { series } = await ask({ series: ['anomaly_score', 'y'], top: 1 });
    expect(series.map(({ labels, values }) => [labels['__name__'], values[0]])).toEqual([
      ['anomaly_score', 3],
      ['y', 15],
    ]);
  });

  test('are not kept by anything else', async () => {
    await expect(ask({ groupBy: ['host'] })).rejects.toMatchObject({ code: 'bad_query' });
  });
});

describe('Prometheus text', () => {
  test('is cut into series, value and time', () => {
    expect(readSample('y{a="} 1 2",b="x"} 1.5e3 1700')).toEqual({
      key: 'y{a="} 1 2",b="x"}',
      value: 1500,
      timeMs: 1700,
    });
    expect(readSample('y +Inf 1')).toEqual({ key: 'y', value: Infinity, timeMs: 1 });
    for (const line of ['y{} 1', 'y{} 1 x', 'y', '', 'y{} 1 2 3']) expect(readSample(line)).toBeUndefined();
  });

  test('has labels with escapes', () => {
    expect(readKey('y{a="q\\"\\\\n\\n",b=""}')).toMatchObject({ name: 'y', labels: { a: 'q"\\n\n', b: '' } });
  });
});
