import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually, insert, newFolder, query, startSidecar, type Sidecar } from './sidecar.fixture.ts';

let running: Sidecar | undefined;

afterEach(async () => {
  await running?.kill();
  running = undefined;
});

const WINDOW_MS = 300_000;
const incident = { _msg: 'ERROR: could not extend file: No space left on device', service: 'orders-db' };

/** What an alert rule on incidents is told, by service. */
async function alerted(url: string): Promise<Record<string, number>> {
  const now = Date.now();
  const { frames } = await query(url, {
    query_type: 'stats',
    time: 'arrival',
    from: String(now - WINDOW_MS),
    to: String(now),
    group_by: ['service', 'template_id'],
    filters: [{ field: 'presage_class', op: '=', values: ['incident'] }],
  });
  const numbers = frames as unknown as readonly NumberFrame[];
  return Object.fromEntries(
    numbers.map(({ schema, data }) => [schema.fields[0].labels['service'] ?? '', data.values[0][0]]),
  );
}

interface NumberFrame {
  readonly schema: { readonly fields: readonly [{ readonly labels: Readonly<Record<string, string>> }] };
  readonly data: { readonly values: readonly [readonly [number]] };
}

describe('what alerts are told', () => {
  test('counts every acknowledged line once, however often the sidecar is killed', async () => {
    const folder = newFolder();
    let sent = 0;
    for (let death = 0; death < 3; death++) {
      running = await startSidecar(folder);
      for (let request = 0; request < 5; request++) {
        const { status } = await insert(running.url, [incident, incident]);
        expect(status).toBe(200);
        sent += 2;
      }
      await running.kill();
    }
    running = await startSidecar(folder);
    const { url } = running;
    const counted = await eventually(
      () => alerted(url),
      (found) => found['orders-db'] === sent,
    );
    expect(counted).toEqual({ 'orders-db': sent });
  });

  test('sees a line that comes an hour late, and keeps it through an orderly stop', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    await insert(running.url, [{ ...incident, _time: hourAgo, service: 'late' }]);
    const { url } = running;
    await eventually(
      () => alerted(url),
      (found) => found['late'] === 1,
    );
    expect(await running.stop()).toBe(0);
    running = await startSidecar(folder);
    expect(await alerted(running.url)).toEqual({ late: 1 });
  });
});
