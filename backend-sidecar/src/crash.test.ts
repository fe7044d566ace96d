import { afterEach, describe, expect, test } from '@jest/globals';
import { Chance } from '../demo/chance.ts';
import { NO_FAULTS, NumberedSender } from './numbered-sender.fixture.ts';
import { eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';
import { startFakeVictoriaLogs, startFakeVictoriaMetrics } from './stores/victoria/fake-victoria-logs.ts';
import { isInstalled, RealStore } from './stores/victoria/real-stores.fixture.ts';

let running: Sidecar | undefined;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  await running?.kill();
  running = undefined;
  for (const end of ends.splice(0)) await end();
});

/** Life between two deaths: any length, so that they fall on any step of the road. The seed is printed when the test fails. */
const seed = Date.now() % 1_000_000;
const chance = new Chance(seed);
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, chance.whole(50, 900)));

/** The numbers that the embedded store holds, as often as it holds them. */
async function embeddedNumbers(url: string): Promise<string[]> {
  const reply = await fetch(`${url}/api/v1/field-values?field=n&limit=10000`);
  const text = await reply.text();
  if (!reply.ok) throw new Error(text);
  const { values } = JSON.parse(text) as { values: { value: string; hits: number }[] };
  return values.flatMap(({ value, hits }) => Array.from({ length: hits }, () => value));
}

describe(`SIGKILL (seed ${seed})`, () => {
  test('of the sidecar at any moment loses no acknowledged line and doubles none on the embedded store', async () => {
    const folder = newFolder();
    const sender = new NumberedSender();
    for (let death = 0; death < 4; death++) {
      running = await startSidecar(folder);
      sender.start(running.url);
      await aMoment();
      await running.kill();
      await sender.stop();
    }
    running = await startSidecar(folder);
    const { url } = running;
    const stored = await eventually(
      () => embeddedNumbers(url),
      (numbers) => sender.faults(numbers).missing.length === 0,
    );
    expect(sender.acknowledged.size).toBeGreaterThan(0);
    expect(sender.faults(stored)).toEqual(NO_FAULTS);
  });

  test('of a store that forgets its last seconds, and of the sidecar with it, loses and doubles no acknowledged line', async () => {
    const folder = newFolder();
    const logs = await startFakeVictoriaLogs();
    const metrics = await startFakeVictoriaMetrics();
    ends.push(
      () => logs.close(),
      () => metrics.close(),
    );
    const settings = { PRESAGE_VICTORIALOGS_URL: logs.url, PRESAGE_VICTORIAMETRICS_URL: metrics.url };
    const sender = new NumberedSender();
    running = await startSidecar(folder, settings);
    sender.start(running.url);
    await aMoment();
    await logs.restart();
    await aMoment();
    await running.kill();
    await sender.stop();
    await logs.restart();
    running = await startSidecar(folder, settings);
    const numbers = (): Promise<string[]> =>
      Promise.resolve(logs.rows().flatMap((row) => (row['n'] === undefined ? [] : [row['n']])));
    const stored = await eventually(numbers, (found) => sender.faults(found).missing.length === 0);
    expect(sender.acknowledged.size).toBeGreaterThan(0);
    expect(sender.faults(stored)).toEqual(NO_FAULTS);
  });
});

const missing = ['victoria-logs', 'victoria-metrics'].filter((program) => !isInstalled(program));
const real = missing.length === 0 ? describe : describe.skip;

real(
  `SIGKILL with real stores (seed ${seed}${missing.length === 0 ? '' : `; skipped: ${missing.join(' and ')} not on PATH`})`,
  () => {
    test('of VictoriaLogs, VictoriaMetrics and the sidecar at once, and of each alone, loses and doubles no acknowledged line', async () => {
      const folder = newFolder();
      const logs = await RealStore.start('victoria-logs');
      const metrics = await RealStore.start('victoria-metrics');
      ends.push(
        () => logs.close(),
        () => metrics.close(),
      );
      const settings = { PRESAGE_VICTORIALOGS_URL: logs.url, PRESAGE_VICTORIAMETRICS_URL: metrics.url };
      const sender = new NumberedSender();
      for (const dying of [['logs'], ['metrics'], ['sidecar'], ['logs', 'metrics', 'sidecar']]) {
        running ??= await startSidecar(folder, settings);
        sender.start(running.url);
        await aMoment();
        await aMoment();
        await Promise.all([
          dying.includes('logs') && logs.kill(),
          dying.includes('metrics') && metrics.kill(),
          dying.includes('sidecar') && running.kill(),
        ]);
        await aMoment();
        await sender.stop();
        if (dying.includes('sidecar')) running = undefined;
        if (dying.includes('logs')) await logs.start();
        if (dying.includes('metrics')) await metrics.start();
      }
      running = await startSidecar(folder, settings);
      const numbers = async (): Promise<string[]> => {
        const reply = await fetch(`${logs.url}/select/logsql/query`, {
          method: 'POST',
          body: new URLSearchParams({ query: '_time:1h n:* | fields n' }),
        });
        const lines = (await reply.text()).trim().split('\n');
        return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { n: string }).n);
      };
      const stored = await eventually(numbers, (found) => sender.faults(found).missing.length === 0);
      expect(sender.acknowledged.size).toBeGreaterThan(0);
      expect(sender.faults(stored)).toEqual(NO_FAULTS);
    });
  },
);
