// An upload to a sidecar in a process of its own that is killed while it reads the file.
import { afterEach, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { eventually, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const ROWS = 10_000;
/** Makes the file long enough to be read in many pieces. */
const PADDING = 'kept '.repeat(100);
let running: Sidecar | undefined;
afterEach(() => running?.kill());

interface Job {
  readonly state: string;
  readonly accepted: number;
}

async function upload(url: string): Promise<void> {
  const time = new Date(Date.now() - 3_600_000).toISOString();
  const rows = Array.from({ length: ROWS }, (_, n) => `${time},info,shop,order ${n} ${PADDING},${n}\n`);
  const reply = await fetch(`${url}/api/v1/uploads?name=orders.csv.gz`, {
    method: 'POST',
    body: gzipSync(`time,level,service,message,n\n${rows.join('')}`),
  });
  expect(reply.status).toBe(202);
}

async function jobOf(url: string): Promise<Job | undefined> {
  const { jobs } = (await (await fetch(`${url}/api/v1/jobs`)).json()) as { jobs: readonly Job[] };
  return jobs[0];
}

/** How many rows the embedded store has, and how many different ones. */
async function storedRows(url: string): Promise<{ rows: number; different: number }> {
  const from = new Date(Date.now() - 7_200_000).toISOString();
  const reply = await fetch(
    `${url}/api/v1/field-values?field=n&limit=${ROWS}&from=${from}&to=${new Date().toISOString()}`,
  );
  if (!reply.ok) throw new Error(await reply.text());
  const { values } = (await reply.json()) as { values: readonly { hits: number }[] };
  return { rows: values.reduce((sum, { hits }) => sum + hits, 0), different: values.length };
}

describe('an upload', () => {
  test('whose reader is killed twice comes to its end with every row once', async () => {
    const folder = newFolder();
    running = await startSidecar(folder);
    await upload(running.url);
    for (const least of [1, ROWS / 3]) {
      const { url } = running;
      const job = await eventually(
        () => jobOf(url),
        (found) => (found?.accepted ?? 0) >= least,
      );
      expect(job?.accepted).toBeGreaterThanOrEqual(least);
      await running.kill();
      running = await startSidecar(folder);
    }
    const { url } = running;
    const ended = await eventually(
      () => jobOf(url),
      (job) => job?.state === 'done',
      60_000,
    );
    expect(ended).toMatchObject({ state: 'done', accepted: ROWS });
    const stored = await eventually(
      () => storedRows(url),
      ({ rows }) => rows >= ROWS,
      60_000,
    );
    expect(stored).toEqual({ rows: ROWS, different: ROWS });
  });
});
