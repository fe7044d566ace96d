import { afterEach, describe, expect, test } from '@jest/globals';
import { PresageError } from '../../errors.ts';
import type { OutboxBatch, Sink, WriteOutcome } from '../store.ts';
import { startFakeVictoriaLogs, type FakeLogsOptions, type FakeVictoriaLogs } from './fake-victoria-logs.ts';
import { openVictoriaLogs } from './logs-sink.ts';
import { HandClock, NEVER, SILENT, batchOf, linesOf, rowLine, rowsBatch } from './victoria.fixture.ts';

const SURE = { doubtful: false, signal: NEVER };
const DOUBTFUL = { doubtful: true, signal: NEVER };
const HORIZON_MS = 15_000;

let clock: HandClock;
let fake: FakeVictoriaLogs;
let sink: Sink;

/** Silence of the store ends a write after `timeoutMs`; the tests that do not play it are patient with a busy machine. */
async function open(
  options: FakeLogsOptions = {},
  { cluster = false, timeoutMs = 20_000 } = {},
): Promise<void> {
  clock = new HandClock();
  fake = await startFakeVictoriaLogs({ clock, random: () => 0.9, ...options });
  sink = openVictoriaLogs({ url: fake.url, cluster, timeoutMs, clock, ...SILENT });
}

afterEach(async () => {
  await sink.close();
  await fake.close();
});

/** As the drain does: asks again each second until the batch is on the disk or refused. */
async function settled(batch: OutboxBatch, ackedAtMs: number): Promise<WriteOutcome> {
  for (let i = 0; i < 300; i++) {
    const outcome = await sink.settle(() => Promise.resolve(batch), ackedAtMs, NEVER);
    if (outcome !== 'wait') return outcome;
    clock.move(1000);
  }
  throw new Error('never settled');
}

async function writtenAt(batch: OutboxBatch): Promise<number> {
  await sink.write(batch, SURE);
  return clock.monotonicMs();
}

describe('A write to VictoriaLogs', () => {
  test('stores the bytes of every row as they were encoded', async () => {
    await open();
    const batch = await rowsBatch(clock.wallMs(), 50);
    expect(await sink.write(batch, SURE)).toEqual({ stored: 50, refused: [] });
    expect(fake.lines()).toEqual(await linesOf(batch));
  });

  test.each(['busy_429', 'busy_503', 'reset_before_store', 'silent_after_store'] as const)(
    'that meets %s is rejected as to be tried again',
    async (fault) => {
      await open({}, { timeoutMs: 300 });
      fake.fail(fault);
      const write = sink.write(await rowsBatch(clock.wallMs(), 5), SURE);
      await expect(write).rejects.toMatchObject({ code: 'store_unavailable', retryable: true });
    },
  );

  test('to a store that is down names its address but not its credentials', async () => {
    await open();
    await fake.kill();
    const secret = openVictoriaLogs({ url: fake.url.replace('//', '//ingest:hush@'), clock, ...SILENT });
    const write = secret.write(await rowsBatch(clock.wallMs(), 5), SURE);
    const error = await write.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PresageError);
    expect((error as PresageError).message).toContain(fake.url);
    expect((error as PresageError).message).not.toContain('hush');
    await secret.close();
  });

  test('carries the wish of a busy store for rest', async () => {
    await open();
    fake.fail('busy_429');
    const write = sink.write(await rowsBatch(clock.wallMs(), 5), SURE);
    await expect(write).rejects.toMatchObject({ retryAfter: 1 });
  });

  test('that the store refuses is split down to the bad rows, and only these are refused', async () => {
    await open({ isStrict: true });
    const batch = await rowsBatch(clock.wallMs(), 33, 0, (fields, i) =>
      i === 4 || i === 30 ? { ...fields, poison: 'yes' } : fields,
    );
    const outcome = await sink.write(batch, SURE);
    const lines = await linesOf(batch);
    expect(outcome.stored).toBe(31);
    expect(outcome.refused).toEqual(
      [lines[4], lines[30]].map((line) => ({
        line,
        reason: 'store_rejected',
        message: 'cannot process jsonline request; error: cannot parse json',
      })),
    );
    expect(fake.lines()).toEqual(lines.filter((_line, i) => i !== 4 && i !== 30));
  });

  test('over the size that a proxy takes is sent in parts', async () => {
    await open({ maxBodyBytes: 2000 });
    const batch = await rowsBatch(clock.wallMs(), 64);
    expect(await sink.write(batch, SURE)).toEqual({ stored: 64, refused: [] });
    expect(fake.lines()).toEqual(await linesOf(batch));
  });

  test('refuses rows outside what the store keeps, and sends the others', async () => {
    await open({ retentionDays: 3 });
    const nowMs = clock.wallMs();
    const times = [nowMs - 4 * 86_400_000, nowMs, nowMs + 4 * 86_400_000];
    const lines = times.map((time, i) => rowLine(time, `id-${i}`));
    const outcome = await sink.write(await batchOf(lines, { times, ids: ['id-0', 'id-2'] }), SURE);
    expect(outcome.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [lines[0], 'too_old'],
      [lines[2], 'too_new'],
    ]);
    expect(fake.lines()).toEqual([lines[1]]);
  });

  test('in doubt sends only what the store lacks', async () => {
    await open({}, { timeoutMs: 1000 });
    const batch = await rowsBatch(clock.wallMs(), 40);
    for (const fault of ['reset_half_way', 'silent_after_store'] as const) {
      fake.fail(fault);
      await expect(sink.write(batch, DOUBTFUL)).rejects.toBeInstanceOf(PresageError);
    }
    expect(await sink.write(batch, DOUBTFUL)).toEqual({ stored: 40, refused: [] });
    expect(fake.lines()).toEqual(await linesOf(batch));
  });

  test('in doubt asks in its own tenant', async () => {
    await open();
    const batch = await rowsBatch(clock.wallMs(), 4);
    await sink.write({ ...batch, tenant: '7:1' }, SURE);
    await sink.write(batch, DOUBTFUL);
    expect(fake.lines()).toHaveLength(8);
  });

  test('asks for fewer writes at once while the store is busy, and for more again', async () => {
    await open();
    const batch = await rowsBatch(clock.wallMs(), 1);
    for (let i = 0; i < 12; i++) await sink.write(batch, SURE);
    const most = sink.concurrency;
    clock.move(1000);
    fake.fail('busy_503');
    await expect(sink.write(batch, SURE)).rejects.toBeInstanceOf(PresageError);
    expect(most).toBe(4);
    expect(sink.concurrency).toBe(2);
  });
});

describe('Settling with VictoriaLogs', () => {
  test('lets go of a batch after 15 s of an unchanged process without reading it again', async () => {
    await open();
    const ackedAtMs = await writtenAt(await rowsBatch(clock.wallMs(), 10));
    const load = (): Promise<OutboxBatch> => Promise.reject(new Error('must not be read'));
    clock.move(HORIZON_MS - 1);
    expect(await sink.settle(load, ackedAtMs, NEVER)).toBe('wait');
    clock.move(1001);
    expect(await sink.settle(load, ackedAtMs, NEVER)).toEqual({ stored: 0, refused: [] });
  });

  test('sends again what a killed store forgot, and nothing else', async () => {
    await open({ random: Math.random });
    const batch = await rowsBatch(clock.wallMs(), 200);
    const ackedAtMs = await writtenAt(batch);
    await fake.restart();
    const left = fake.lines().length;
    expect(left).toBeLessThan(200);
    expect(await settled(batch, ackedAtMs)).toEqual({ stored: 200 - left, refused: [] });
    expect([...fake.lines()].sort()).toEqual((await linesOf(batch)).sort());
  });

  test('does not give up rows because the store is killed again and again', async () => {
    await open();
    const batch = await rowsBatch(clock.wallMs(), 20);
    const ackedAtMs = await writtenAt(batch);
    for (let i = 0; i < 5; i++) {
      await fake.restart();
      clock.move(HORIZON_MS + 1000);
      expect(await sink.settle(() => Promise.resolve(batch), ackedAtMs, NEVER)).toBe('wait');
    }
    expect((await settled(batch, ackedAtMs)).refused).toEqual([]);
    expect(fake.lines()).toHaveLength(20);
  });

  test('refuses as store_dropped what the store drops after two more tries, when its counters show it', async () => {
    await open();
    fake.fail('drop_counted', 'drop_counted', 'drop_counted');
    const batch = await rowsBatch(clock.wallMs(), 8);
    const outcome = await settled(batch, await writtenAt(batch));
    const lines = await linesOf(batch);
    expect(outcome.refused.map(({ line, reason }) => [line, reason])).toEqual([[lines[0], 'store_dropped']]);
    expect(fake.inserts()).toBe(3);
    expect([...fake.lines()].sort()).toEqual(lines.slice(1).sort());
  });

  test('finds silent drops of a cluster by counting', async () => {
    await open({}, { cluster: true });
    fake.fail('drop_silently');
    const batch = await rowsBatch(clock.wallMs(), 8);
    expect(await settled(batch, await writtenAt(batch))).toEqual({ stored: 4, refused: [] });
    expect(fake.lines()).toHaveLength(8);
  });

  test('tells of a row that was refused at its write only once', async () => {
    await open({ isStrict: true }, { cluster: true });
    const batch = await rowsBatch(clock.wallMs(), 8, 0, (fields, i) =>
      i === 3 ? { ...fields, poison: 'yes' } : fields,
    );
    const { refused } = await sink.write(batch, SURE);
    expect(refused).toHaveLength(1);
    expect(await settled(batch, clock.monotonicMs())).toEqual({ stored: 0, refused: [] });
  });

  test('waits while the store is down', async () => {
    await open();
    const batch = await rowsBatch(clock.wallMs(), 8);
    const ackedAtMs = await writtenAt(batch);
    await fake.kill();
    clock.move(60_000);
    expect(await sink.settle(() => Promise.resolve(batch), ackedAtMs, NEVER)).toBe('wait');
    await fake.start();
    expect((await settled(batch, ackedAtMs)).refused).toEqual([]);
    expect(fake.lines()).toHaveLength(8);
  });

  test('sends template rows once more after a restart', async () => {
    await open({ random: () => 0 });
    const rows = await rowsBatch(clock.wallMs(), 3);
    const batch: OutboxBatch = { ...rows, kind: 'templates', firstId: '', lastId: '' };
    const ackedAtMs = await writtenAt(batch);
    await fake.restart();
    await settled(batch, ackedAtMs);
    expect(fake.lines()).toHaveLength(6);
  });
});
