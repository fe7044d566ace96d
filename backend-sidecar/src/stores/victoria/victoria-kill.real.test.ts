import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Filter } from '@presage/contract';
import type { OutboxBatch, Reader, Sink } from '../store.ts';
import { Connection } from './connection.ts';
import { openVictoriaLogs } from './logs-sink.ts';
import { openVictoriaMetrics } from './metrics-sink.ts';
import { presentIds } from './present-ids.ts';
import { openVictoriaReader } from './reader.ts';
import {
  AheadClock,
  MINUTE,
  RealStore,
  baseMs,
  eventually,
  pause,
  realSuite,
  statsQuery,
} from './real-stores.fixture.ts';
import { NEVER, SILENT, batchOf, linesOf, rowsBatch } from './victoria.fixture.ts';

const { canRun, title } = realSuite();
const suite = canRun ? describe : describe.skip;
const SURE = { doubtful: false, signal: NEVER };
let logs: RealStore;
let metrics: RealStore;
let sink: Sink;
let reader: Reader & { close(): Promise<void> };
let tenants = 0;

function newTenant(): string {
  return `${++tenants}:3`;
}

suite(`${title}, killed and lossy`, () => {
  beforeAll(async () => {
    [logs, metrics] = await Promise.all([
      RealStore.start('victoria-logs'),
      RealStore.start('victoria-metrics'),
    ]);
    sink = openVictoriaLogs({ url: logs.url, ...SILENT });
    reader = openVictoriaReader({
      logs: { url: logs.url },
      metrics: { url: metrics.url },
      queryTimeoutMs: 10_000,
    });
  });

  afterAll(async () => {
    await Promise.all([sink.close(), reader.close()]);
    await Promise.all([logs.close(), metrics.close()]);
  });

  test('the fake and the real one count event ids alike', async () => {
    const batch = { ...(await rowsBatch(baseMs, 50)), tenant: newTenant() };
    await sink.write(batch, SURE);
    const connection = new Connection({ url: logs.url });
    const ids = (await linesOf(batch)).map(
      (line) => (JSON.parse(line) as Record<string, string>)['presage_event_id'] ?? '',
    );
    const present = await eventually(
      () => presentIds(connection, batch, [...ids, 'absent'], NEVER),
      (found) => found.size === 50,
    );
    expect([...present].sort()).toEqual([...ids].sort());
    const elsewhere = await presentIds(connection, { ...batch, tenant: newTenant() }, ids, NEVER);
    expect(elsewhere.size).toBe(0);
    const later = await presentIds(connection, { ...batch, minTimeMs: baseMs + 1 }, ids, NEVER);
    expect(later.size).toBe(49);
    await connection.close();
  });

  test('rows that a killed VictoriaLogs forgot are sent again, each once', async () => {
    const clock = new AheadClock();
    const own = openVictoriaLogs({ url: logs.url, clock, ...SILENT });
    const tenant = newTenant();
    const batches: { batch: OutboxBatch; atMs: number }[] = [];
    for (let i = 0; i < 5; i++) {
      const batch = { ...(await rowsBatch(baseMs + i, 400, i * 400)), tenant };
      await own.write(batch, SURE);
      batches.push({ batch, atMs: clock.monotonicMs() });
    }
    await logs.kill();
    await logs.start();
    await pause(1500);
    const left = (await reader.stats(statsQuery(tenant))).series[0]?.values[0] ?? 0;
    clock.move(16_000);
    const settleAll = (): Promise<unknown[]> =>
      Promise.all(batches.map(({ batch, atMs }) => own.settle(() => Promise.resolve(batch), atMs, NEVER)));
    await settleAll();
    await pause(1500);
    clock.move(16_000);
    const outcomes = await settleAll();
    const resent = outcomes.reduce((sum: number, outcome) => sum + (outcome as { stored: number }).stored, 0);
    expect(left).toBeLessThan(2000);
    expect(resent).toBe(2000 - left);
    expect((await reader.stats(statsQuery(tenant))).series[0]?.values).toEqual([2000]);
    await own.close();
  });

  test('a row that VictoriaLogs acknowledges and drops is refused in the end', async () => {
    const clock = new AheadClock();
    const own = openVictoriaLogs({ url: logs.url, clock, cluster: true, ...SILENT });
    const long = 'x'.repeat(300_000);
    const batch = {
      ...(await rowsBatch(baseMs, 3, 0, (fields, i) => (i === 1 ? { ...fields, long } : fields))),
      tenant: newTenant(),
    };
    expect(await own.write(batch, SURE)).toEqual({ stored: 3, refused: [] });
    const ackedAtMs = clock.monotonicMs();
    let outcome: Awaited<ReturnType<Sink['settle']>> = 'wait';
    for (let i = 0; i < 4 && outcome === 'wait'; i++) {
      await pause(1500);
      clock.move(16_000);
      outcome = await own.settle(() => Promise.resolve(batch), ackedAtMs, NEVER);
    }
    expect(outcome).toMatchObject({
      refused: [{ reason: 'store_dropped', line: (await linesOf(batch))[1] }],
    });
    await own.close();
  });

  test('scores and counters come back from VictoriaMetrics, also after it was killed', async () => {
    const clock = new AheadClock();
    const own = openVictoriaMetrics({ url: metrics.url, clock, ...SILENT });
    const label = (service: string): string =>
      `service=${JSON.stringify(service)},tenant="0:0",instance="i",job="presage"`;
    const lines: string[] = [];
    for (let t = 0; t <= 12; t++) {
      const at = baseMs + t * 10_000;
      lines.push(`anomaly_score{for="log_volume",${label('a')}} ${t === 7 ? 1.5 : 0.25} ${at}`);
      lines.push(`anomaly_score{for="error_share",${label('a')}} 0.5 ${at}`);
      if (t >= 3)
        lines.push(
          `presage_log_lines_total{class="incident",severity="error",${label('a')}} ${5000 + t} ${at}`,
        );
      lines.push(`presage_log_lines_total{class="normal",severity="info",${label('b "q"')}} ${10 * t} ${at}`);
    }
    const batch = await batchOf(lines, { kind: 'samples', times: [baseMs], ids: [] });
    await own.write(batch, SURE);
    const ackedAtMs = clock.monotonicMs();
    await metrics.kill();
    await metrics.start();
    clock.move(16_000);
    expect(await own.settle(() => Promise.resolve(batch), ackedAtMs, NEVER)).toBe('wait');
    const range = { tenant: '0:0', fromMs: baseMs, toMs: baseMs + 2 * MINUTE - 1, signal: NEVER };
    const anomalies = {
      ...range, filters: [], stepMs: MINUTE, top: undefined, groupBy: ['service'], series: ['anomaly_score' as const],
    }; // prettier-ignore
    // VictoriaMetrics shows a new series after some 3 s, and later to those who asked before.
    await pause(3000);
    const scores = await eventually(
      () => reader.anomalies(anomalies),
      ({ series }) => series.length > 0,
      15_000,
    );
    expect(scores.series).toEqual([
      {
        labels: { __name__: 'anomaly_score', service: 'a' },
        times: [baseMs, baseMs + MINUTE],
        values: [0.5, 1.5],
      },
    ]);
    const instant = await reader.anomalies({ ...anomalies, stepMs: undefined, groupBy: [], top: 1 });
    expect(instant.series).toEqual([
      {
        labels: { __name__: 'anomaly_score', service: 'a', for: 'log_volume' },
        times: [baseMs],
        values: [1.5],
      },
    ]);
    const arrival = statsQuery('0:0', {
      ...range,
      time: 'arrival',
      groupBy: ['service', 'presage_class'],
      stepMs: MINUTE,
    });
    expect((await reader.stats(arrival)).series).toEqual([
      {
        labels: { service: 'a', presage_class: 'incident' },
        times: [baseMs, baseMs + MINUTE],
        values: [5006, 6],
      },
      {
        labels: { service: 'b "q"', presage_class: 'normal' },
        times: [baseMs, baseMs + MINUTE],
        values: [60, 60],
      },
    ]);
    const only: Filter = { field: 'service', op: '=~', values: ['"q"$'] };
    const filtered = statsQuery('0:0', {
      ...range,
      time: 'arrival',
      filters: [only],
      toMs: baseMs + 2 * MINUTE,
    });
    expect((await reader.stats(filtered)).series[0]?.values).toEqual([120]);
    expect((await reader.stats({ ...filtered, tenant: '9:9' })).series[0]?.values).toEqual([0]);
    const share = await reader.stats({ ...arrival, value: 'share', groupBy: [] });
    expect(share.series[0]?.values.map((value) => Math.round(value * 1000))).toEqual([988, 91]);
    await own.close();
  });
});
