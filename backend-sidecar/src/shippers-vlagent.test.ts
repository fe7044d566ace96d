// vlagent as people run it, with its queue on disk, in front of a sidecar.
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, test } from '@jest/globals';
import { freePort } from './loopback.fixture.ts';
import { expectAll, LINES, lineOf } from './shippers.fixture.ts';
import { count, eventually, insert, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';
import { isInstalled } from './stores/victoria/real-stores.fixture.ts';

const isThere = isInstalled('vlagent');
const real = isThere ? describe : describe.skip;
const running: (ChildProcess | Sidecar)[] = [];

afterEach(async () => {
  for (const one of running.splice(0)) await one.kill();
});

/** Its own address; it takes what VictoriaLogs takes. */
async function startAgent(target: string): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `-httpListenAddr=${address}`,
    `-remoteWrite.url=${target}/insert/native`,
    `-tmpDataPath=${newFolder()}`,
  ];
  running.push(spawn('vlagent', args, { stdio: 'ignore' }));
  const isUp = (): Promise<boolean> =>
    fetch(`http://${address}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await eventually(isUp, (ok) => ok)).toBe(true);
  return `http://${address}`;
}

/** vlagent keeps what it is given on its own disk, so its answer says nothing of us. */
async function feed(agent: string, service: string): Promise<void> {
  for (let first = 0; first < LINES; first += 1000) {
    const lines = Array.from({ length: 1000 }, (_, i) => ({ _msg: lineOf(first + i), service }));
    const reply = await fetch(`${agent}/insert/jsonline?_stream_fields=service`, {
      method: 'POST',
      headers: { 'content-type': 'application/stream+json' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    expect(reply.status).toBe(200);
  }
}

real(`vlagent${isThere ? '' : ' (skipped: not on PATH)'}`, () => {
  test('brings every line once', async () => {
    const sidecar = await startSidecar(newFolder());
    running.push(sidecar);
    await feed(await startAgent(sidecar.url), 'agent');
    await expectAll(sidecar.url, 'agent');
  });

  test('holds lines back while the sidecar is away, and brings every one once it is there', async () => {
    const port = await freePort();
    const agent = await startAgent(`http://127.0.0.1:${port}`);
    await feed(agent, 'patient');
    const sidecar = await startSidecar(newFolder(), {}, ['--listen', `127.0.0.1:${port}`]);
    running.push(sidecar);
    await insert(sidecar.url, [{ _msg: 'the sidecar is there', service: 'other' }]);
    expect(
      await eventually(
        () => count(sidecar.url),
        (n) => n > LINES,
      ),
    ).toBe(LINES + 1);
    await expectAll(sidecar.url, 'patient');
  });
});
