import { describe, expect, test } from '@jest/globals';
import { openMemoryStore } from './memory/store.ts';
import type { Reader, SeriesAnswer, StatsQuery } from './store.ts';
import { NEVER, rowBatch, scopeOf, type RowSpec } from './stores.fixture.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

const row = (minute: number, service: string, logClass: string, score?: string): Omit<RowSpec, 'id'> => ({
  timeMs: NOW + minute * MINUTE,
  fields: { service, presage_class: logClass, ...(score === undefined ? {} : { presage_score: score }) },
});

const ROWS = [
  row(0, 'web', 'incident', '2.5'),
  row(0, 'web', 'normal'),
  row(2, 'web', 'normal'),
  row(2, 'web', ''),
  row(1, 'store', 'preventive_action', '0.6'),
  row(2, 'mail', 'normal'),
];

async function reader(): Promise<Reader> {
  const { sink, reader: made } = openMemoryStore({ now: () => NOW });
  const rows = ROWS.map((spec, at) => ({ ...spec, id: `e${at}` }));
  await sink.write(rowBatch(rows), { doubtful: false, signal: NEVER });
  return made;
}

async function ask(query: Partial<StatsQuery>): Promise<SeriesAnswer> {
  return await (
    await reader()
  ).stats({
    ...scopeOf({ fromMs: NOW, toMs: NOW + 3 * MINUTE - 1 }),
    groupBy: [],
    stepMs: undefined,
    top: undefined,
    value: 'count',
    time: 'event',
    ...query,
  });
}

const NONE = [{ field: 'service', op: '=' as const, values: ['none'] }];

describe('numbers for a window', () => {
  test('count its lines, both ends included', async () => {
    expect((await ask({})).series).toEqual([{ labels: {}, times: [NOW], values: [6] }]);
    expect((await ask({ toMs: NOW })).series[0]?.values).toEqual([2]);
  });

  test('answer 0 without groups, and nothing with groups, when no line matches', async () => {
    expect((await ask({ filters: NONE })).series).toEqual([{ labels: {}, times: [NOW], values: [0] }]);
    expect((await ask({ filters: NONE, value: 'rate' })).series[0]?.values).toEqual([0]);
    expect((await ask({ filters: NONE, groupBy: ['service'] })).series).toEqual([]);
    expect((await ask({ filters: NONE, value: 'share' })).series).toEqual([]);
    expect((await ask({ filters: NONE, value: 'score' })).series).toEqual([]);
  });

  test('give a rate by the second of the window', async () => {
    expect((await ask({ value: 'rate', toMs: NOW + 10 * MINUTE })).series[0]?.values).toEqual([6 / 600]);
  });

  test('give the share of lines that need action, and the highest score', async () => {
    const share = await ask({ value: 'share', groupBy: ['service'] });
    expect(share.series.map(({ labels, values }) => [labels['service'], values[0]])).toEqual([
      ['store', 1],
      ['web', 0.25],
      ['mail', 0],
    ]);
    const score = await ask({ value: 'score', groupBy: ['service'] });
    expect(score.series.map(({ values }) => values[0])).toEqual([2.5, 0.6, 0]);
  });

  test('keep the biggest groups and sum up the rest', async () => {
    const { series } = await ask({ groupBy: ['service'], top: 1 });
    expect(series.map(({ labels, values }) => [labels['service'], values[0]])).toEqual([
      ['web', 4],
      ['other', 2],
    ]);
  });

  test('see the class that people have set', async () => {
    const corrected = [{ class: 'normal' as const, templateIds: [''] }];
    expect((await ask({ value: 'share', corrected })).series[0]?.values).toEqual([0]);
    const ofNone = [{ class: 'normal' as const, service: 'none', templateIds: [''] }];
    const [own, elsewhere] = await Promise.all([
      ask({ value: 'share' }),
      ask({ value: 'share', corrected: ofNone }),
    ]);
    expect(elsewhere).toEqual(own);
  });
});

describe('numbers for steps', () => {
  test('are aligned to multiples of the step, and 0 where nothing was', async () => {
    const { series } = await ask({ stepMs: MINUTE, groupBy: ['service'], fromMs: NOW - 1 });
    const times = [NOW - MINUTE, NOW, NOW + MINUTE, NOW + 2 * MINUTE];
    expect(series).toEqual([
      { labels: { service: 'web' }, times, values: [0, 2, 0, 2] },
      { labels: { service: 'mail' }, times, values: [0, 0, 0, 1] },
      { labels: { service: 'store' }, times, values: [0, 0, 1, 0] },
    ]);
  });

  test('have no point of a share or a score where nothing was', async () => {
    const { series } = await ask({ stepMs: MINUTE, value: 'share' });
    expect(series).toEqual([
      { labels: {}, times: [NOW, NOW + MINUTE, NOW + 2 * MINUTE], values: [0.5, 1, 0] },
    ]);
  });

  test('are refused beyond 11,000 points, with the step that would do', async () => {
    await expect(ask({ stepMs: 1, toMs: NOW + 20_000 })).rejects.toThrow('Ask for a step of 2 ms or more');
    await expect(ask({ stepMs: 2, toMs: NOW + 20_000 })).resolves.toBeDefined();
    await expect(ask({ toMs: NOW - 1 })).rejects.toMatchObject({ code: 'bad_query' });
  });
});
