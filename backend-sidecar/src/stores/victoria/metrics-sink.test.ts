import { afterEach, describe, expect, test } from '@jest/globals';
import type { OutboxBatch, Sink } from '../store.ts';
import { startFakeVictoriaMetrics, type FakeVictoriaMetrics } from './fake-victoria-logs.ts';
import { openVictoriaMetrics } from './metrics-sink.ts';
import { HandClock, NEVER, SILENT, batchOf } from './victoria.fixture.ts';

let clock: HandClock;
let fake: FakeVictoriaMetrics;
let sink: Sink;
const SURE = { doubtful: false, signal: NEVER };

async function open(cluster = false): Promise<void> {
  clock = new HandClock();
  fake = await startFakeVictoriaMetrics({ clock, random: () => 0.9 });
  sink = openVictoriaMetrics({ url: fake.url, cluster, clock, timeoutMs: 20_000, ...SILENT });
}

afterEach(async () => {
  await sink.close();
  await fake.close();
});

const LINES = [0, 1, 2].map(
  (i) => `anomaly_score{service="s${i}",tenant="0:0"} 0.${i} ${1_790_000_000_000 + i}`,
);

function samples(lines: readonly string[] = LINES): Promise<OutboxBatch> {
  return batchOf(lines, { kind: 'samples', times: [1_790_000_000_000], ids: [] });
}

async function settled(batch: OutboxBatch, ackedAtMs: number): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if ((await sink.settle(() => Promise.resolve(batch), ackedAtMs, NEVER)) !== 'wait') return;
    clock.move(1000);
  }
  throw new Error('never settled');
}

describe('The sink of VictoriaMetrics', () => {
  test.each([false, true])('stores every sample as it was written (cluster: %s)', async (cluster) => {
    await open(cluster);
    expect(await sink.write(await samples(), SURE)).toEqual({ stored: 3, refused: [] });
    expect(fake.samples()).toEqual(LINES);
  });

  test('posts again what a killed VictoriaMetrics forgot, until it has been on the disk', async () => {
    await open();
    const batch = await samples();
    await sink.write(batch, SURE);
    const ackedAtMs = clock.monotonicMs();
    await fake.restart();
    expect(fake.samples()).toEqual([]);
    clock.move(16_000);
    expect(await sink.settle(() => Promise.resolve(batch), ackedAtMs, NEVER)).toBe('wait');
    await fake.restart();
    await settled(batch, ackedAtMs);
    expect(fake.samples()).toEqual(LINES);
  });

  test('posts nothing twice while the process lives', async () => {
    await open();
    const batch = await samples([...LINES, 'not a sample']);
    await sink.write(batch, SURE);
    await settled(batch, clock.monotonicMs());
    expect(fake.posts()).toBe(1);
  });

  test('is tried again while VictoriaMetrics is down', async () => {
    await open();
    await fake.kill();
    await expect(sink.write(await samples(), SURE)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect((await sink.health()).ok).toBe(false);
    await fake.start();
    expect(await sink.write(await samples(), SURE)).toEqual({ stored: 3, refused: [] });
    expect((await sink.health()).ok).toBe(true);
  });
});
