import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMemoryStore } from '../memory/store.ts';
import { batchOf } from '../stores.fixture.ts';
import type { AnomaliesQuery, Reader } from '../store.ts';
import { openVictoriaMetrics } from './metrics-sink.ts';
import { openVictoriaReader } from './reader.ts';
import { RealStore, eventually, realSuite, statsQuery } from './real-stores.fixture.ts';
import { NEVER, SILENT } from './victoria.fixture.ts';

const { canRun, title } = realSuite();
const suite = canRun ? describe : describe.skip;
const TICK = 10_000;
const TICKS = 60;
const tenant = '4:2';
/** The last tick: of this moment, so that the buckets after it are not over yet. */
const lastMs = Math.floor(Date.now() / TICK) * TICK;
const timeOf = (tick: number): number => lastMs - (TICKS - tick) * TICK;
let metrics: RealStore;
let real: Reader & { close(): Promise<void> };
const memory = openMemoryStore();

/** A storm in the last tick but one; quiet before and after. One service has been silent for days. */
function samples(): string[] {
  const labels = (service: string): string =>
    `{service="${service}",class="incident",severity="error",instance="a",job="presage",tenant="${tenant}"}`;
  const score = (service: string): string =>
    `{for="log_volume",service="${service}",instance="a",job="presage",tenant="${tenant}"}`;
  return Array.from({ length: TICKS + 1 }, (_, tick) => [
    `presage_log_lines_total${labels('web')} ${100 + 3 * tick + (tick >= TICKS - 1 ? 500 : 0)} ${timeOf(tick)}`,
    ...(tick < 20 ? [] : [`presage_log_lines_total${labels('store')} ${tick - 19} ${timeOf(tick)}`]),
    ...(tick < 30
      ? []
      : [`presage_log_lines_total${labels('weekly')} ${5000 + (tick - 30)} ${timeOf(tick)}`]),
    `anomaly_score${score('web')} ${tick === TICKS - 1 ? 9 : 0.25} ${timeOf(tick)}`,
    `y${score('web')} ${tick} ${timeOf(tick)}`,
  ])
    .flat()
    .concat(`presage_log_lines_total${labels('weekly')} 5000 ${lastMs - 3 * 86_400_000}`);
}

const SPANS: readonly (readonly [fromMs: number, toMs: number])[] = [
  [timeOf(0), lastMs],
  [timeOf(3) + 1234, timeOf(9) + 8765],
  [timeOf(55), lastMs + 4000],
  [timeOf(50) + 1, lastMs + 60_000],
  [timeOf(5), timeOf(5)],
  [timeOf(5) + 1, timeOf(5) + 2],
];
const STEPS = [undefined, 1000, 5000, 7000, TICK, 30_000, 90_000, 3_600_000];

suite(title, () => {
  beforeAll(async () => {
    metrics = await RealStore.start('victoria-metrics');
    const place = { url: metrics.url };
    real = openVictoriaReader({ logs: place, metrics: place, queryTimeoutMs: 10_000 });
    const sink = openVictoriaMetrics({ url: metrics.url, ...SILENT });
    const batch = batchOf('samples', samples(), tenant);
    for (const each of [sink, memory.sink]) await each.write(batch, { doubtful: false, signal: NEVER });
    await sink.close();
    await fetch(`${metrics.url}/internal/force_flush`);
    const whole = statsQuery(tenant, { fromMs: timeOf(0), toMs: lastMs, time: 'arrival' });
    await eventually(
      () => real.stats(whole),
      ({ series }) => series[0]?.values[0] === 751,
    );
  });

  afterAll(async () => {
    await real.close();
    await metrics.close();
  });

  test('lines by arrival are those of the memory store in every bucket, also in the one that is not over', async () => {
    for (const [fromMs, toMs] of SPANS)
      for (const stepMs of STEPS)
        for (const groupBy of [[], ['service']]) {
          const query = statsQuery(tenant, { fromMs, toMs, stepMs, groupBy, time: 'arrival' });
          const { series } = await real.stats(query);
          expect(series).toEqual((await memory.reader.stats(query)).series);
        }
  });

  test('lines of hundreds of services can be asked for', async () => {
    const values = ['web', ...Array.from({ length: 500 }, (_, i) => `another-service-${i}`)];
    const filters = [{ field: 'service', op: '=|' as const, values }];
    const query = statsQuery(tenant, { fromMs: timeOf(0), toMs: lastMs, filters, time: 'arrival' });
    const { series } = await real.stats(query);
    expect(series).toEqual((await memory.reader.stats(query)).series);
  });

  test('scores are those of the memory store in every bucket, also in the one that is not over', async () => {
    for (const [fromMs, toMs] of SPANS)
      for (const stepMs of STEPS) {
        const asked = { fromMs, toMs, stepMs, top: undefined, groupBy: ['service'], filters: [] };
        const query: AnomaliesQuery = { ...asked, tenant, series: ['anomaly_score', 'y'], signal: NEVER };
        const { series } = await real.anomalies(query);
        expect(series).toEqual((await memory.reader.anomalies(query)).series);
      }
  });
});
