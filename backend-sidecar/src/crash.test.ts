import { afterEach, describe, expect, test } from '@jest/globals';
import { Chance } from '../demo/chance.ts';
import { count, eventually, insert, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';
import { startFakeVictoriaLogs, startFakeVictoriaMetrics } from './stores/victoria/fake-victoria-logs.ts';

let running: Sidecar | undefined;

afterEach(async () => {
  await running?.kill();
  running = undefined;
});

/** Sends numbered lines until told to stop; returns the numbers that were acknowledged, and those sent without an answer. */
class Sender {
  readonly acknowledged = new Set<number>();
  readonly unanswered = new Set<number>();
  #next = 0;

  async sendUntil(url: () => string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const from = this.#next;
      this.#next += 20;
      const numbers = Array.from({ length: 20 }, (_, i) => from + i);
      const lines = numbers.map((n) => ({
        _msg: `request ${n} took ${n * 3} ms`,
        service: `s${n % 3}`,
        n: `n${n}`,
      }));
      const reply = await insert(url(), lines).catch(() => undefined);
      const set = reply?.status === 200 ? this.acknowledged : this.unanswered;
      for (const n of numbers) set.add(n);
    }
  }
}

describe('SIGKILL', () => {
  test('of the sidecar at any moment loses no acknowledged line and doubles none on the embedded store', async () => {
    const folder = newFolder();
    const chance = new Chance(Date.now());
    const sender = new Sender();
    for (let round = 0; round < 4; round++) {
      running = await startSidecar(folder);
      const { url } = running;
      let isOver = false;
      const sending = sender.sendUntil(
        () => url,
        () => isOver,
      );
      await new Promise((resolve) => setTimeout(resolve, chance.whole(50, 700)));
      await running.kill();
      isOver = true;
      await sending;
    }
    running = await startSidecar(folder);
    const { url } = running;
    const least = sender.acknowledged.size;
    const stored = await eventually(
      () => count(url),
      (n) => n >= least,
    );
    expect(stored).toBeGreaterThanOrEqual(least);
    const values = (await (await fetch(`${url}/api/v1/field-values?field=n&limit=100000`)).json()) as {
      values: { value: string; hits: number }[];
    };
    const numbers = new Map(values.values.map(({ value, hits }) => [Number(value.slice(1)), hits]));
    expect([...sender.acknowledged].filter((n) => !numbers.has(n))).toEqual([]);
    expect([...numbers].filter(([, hits]) => hits !== 1)).toEqual([]);
    expect(
      [...numbers.keys()].filter((n) => !sender.acknowledged.has(n) && !sender.unanswered.has(n)),
    ).toEqual([]);
  }, 60_000);

  test('of a store that forgets its last seconds, and of the sidecar with it, loses no acknowledged line', async () => {
    const folder = newFolder();
    const logs = await startFakeVictoriaLogs();
    const metrics = await startFakeVictoriaMetrics();
    const settings = { PRESAGE_VICTORIALOGS_URL: logs.url, PRESAGE_VICTORIAMETRICS_URL: metrics.url };
    const sender = new Sender();
    running = await startSidecar(folder, settings);
    let isOver = false;
    const sending = sender.sendUntil(
      () => running?.url ?? '',
      () => isOver,
    );
    await new Promise((resolve) => setTimeout(resolve, 400));
    await logs.restart();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await running.kill();
    isOver = true;
    await sending;
    await logs.restart();
    running = await startSidecar(folder, settings);
    const stored = (): Promise<string[]> =>
      Promise.resolve(
        logs
          .rows()
          .map((row) => row['n'] ?? '')
          .filter((n) => n !== ''),
      );
    const isWhole = (rows: string[]): boolean =>
      [...sender.acknowledged].every((n) => rows.includes(`n${n}`));
    const rows = await eventually(stored, isWhole, 45_000);
    expect([...sender.acknowledged].filter((n) => !rows.includes(`n${n}`))).toEqual([]);
    expect(rows.length).toBe(new Set(rows).size);
    await logs.close();
    await metrics.close();
  }, 90_000);
});
