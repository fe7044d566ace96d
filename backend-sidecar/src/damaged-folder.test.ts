import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { count, eventually, insert, newFolder, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const OLDER = /the journal is older than what was decided from it/;

let running: Sidecar | undefined;

afterEach(async () => {
  await running?.kill();
  running = undefined;
});

async function send(url: string, lines: number): Promise<void> {
  const one = { _msg: 'request done', service: 'web' };
  const { status } = await insert(
    url,
    Array.from({ length: lines }, () => one),
  );
  expect(status).toBe(200);
}

function counted(url: string, wanted: number): Promise<number> {
  return eventually(
    () => count(url),
    (n) => n === wanted,
  );
}

/** Runs on the folder, sends lines, waits until they are stored, and stops. `meanwhile` comes after `before` of them. */
async function run(folder: string, lines: number, before = lines, meanwhile?: () => void): Promise<void> {
  running = await startSidecar(folder);
  const { url } = running;
  await send(url, before);
  await counted(url, before);
  meanwhile?.();
  if (lines > before) await send(url, lines - before);
  expect(await counted(url, lines)).toBe(lines);
  expect(await running.stop()).toBe(0);
}

describe('a data folder whose journal is older than its other files', () => {
  test('stores every line that it takes, when the folder was copied while Presage ran', async () => {
    const folder = newFolder();
    const copy = newFolder();
    await run(folder, 300, 100, () =>
      cpSync(join(folder, 'journal'), join(copy, 'journal'), { recursive: true }),
    );
    for (const name of readdirSync(folder).filter((each) => each !== 'journal'))
      cpSync(join(folder, name), join(copy, name), { recursive: true });
    running = await startSidecar(copy);
    expect(running.words()).toMatch(OLDER);
    await send(running.url, 50);
    await send(running.url, 50);
    expect(await counted(running.url, 400)).toBe(400);
    await running.kill();
    running = await startSidecar(copy);
    expect(running.words()).not.toMatch(OLDER);
    await send(running.url, 1);
    expect(await counted(running.url, 401)).toBe(401);
  });

  test('stores every line that it takes, when the journal was removed', async () => {
    const folder = newFolder();
    await run(folder, 100);
    rmSync(join(folder, 'journal'), { recursive: true });
    running = await startSidecar(folder);
    expect(running.words()).toMatch(OLDER);
    await send(running.url, 10);
    expect(await counted(running.url, 110)).toBe(110);
  });
});

describe('a data folder whose outbox is older than its other files', () => {
  test('stores every line that it takes', async () => {
    const folder = newFolder();
    const copy = newFolder();
    running = await startSidecar(folder);
    await send(running.url, 10);
    expect(await counted(running.url, 10)).toBe(10);
    cpSync(join(folder, 'outbox'), copy, { recursive: true });
    for (let lines = 20; lines <= 200; lines += 10) {
      await send(running.url, 10);
      expect(await counted(running.url, lines)).toBe(lines);
    }
    const copied = bytesOf(copy);
    expect(
      await eventually(
        () => Promise.resolve(storedTo(folder)),
        (at) => at > copied,
      ),
    ).toBeGreaterThan(copied);
    await running.stop();
    rmSync(join(folder, 'outbox'), { recursive: true });
    cpSync(copy, join(folder, 'outbox'), { recursive: true });
    running = await startSidecar(folder);
    await send(running.url, 10);
    expect(await counted(running.url, 210)).toBe(210);
  });
});

function bytesOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** How far the embedded store is in the outbox's only segment. */
function storedTo(folder: string): number {
  const { offset } = JSON.parse(readFileSync(join(folder, 'cursor-sqlite.json'), 'utf8')) as {
    offset: number;
  };
  return offset;
}

describe('a data folder with the damaged state of a service', () => {
  test('starts, tells it, and stores what comes', async () => {
    const folder = newFolder();
    await run(folder, 100);
    const partitions = join(folder, 'state', 'partitions');
    for (const name of readdirSync(partitions)) {
      const saved = JSON.parse(readFileSync(join(partitions, name), 'utf8')) as { state: string };
      writeFileSync(
        join(partitions, name),
        JSON.stringify({ ...saved, state: saved.state.replace('{', '') }),
      );
    }
    running = await startSidecar(folder);
    expect(running.words()).toContain('the state of a service cannot be used');
    await send(running.url, 10);
    expect(await counted(running.url, 110)).toBe(110);
  }, 60_000);
});
