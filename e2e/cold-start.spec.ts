import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onPath } from './config.ts';

const RUN = resolve(import.meta.dirname, '../stack/run.ts');
/** From nothing to the first classified line on a dashboard. */
const COLD_START_S = 30;

test('the stack starts from nothing within 30 s, says where it is, and leaves nothing running', async () => {
  test.skip(onPath('grafana') === undefined, 'grafana is not on PATH');
  const isEmbedded = onPath('victoria-logs') === undefined || onPath('victoria-metrics') === undefined;
  const folder = await mkdtemp(join(tmpdir(), 'presage-cold-'));
  const args = [RUN, '--no-build', '--free-ports', '--data', folder, ...(isEmbedded ? ['--embedded'] : [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  const ended = once(child, 'exit');
  await expect.poll(() => said, { timeout: 90_000 }).toContain('on the dashboard');
  const [, seconds] = /on the dashboard ([\d.]+) s after/.exec(said) ?? [];
  process.stdout.write(`    first classified line after ${seconds ?? '?'} s\n`);
  expect(Number(seconds)).toBeLessThan(COLD_START_S);
  const urls = [...said.matchAll(/http:\/\/(?:localhost|127\.0\.0\.1):\d+/g)].map(([url]) => url);
  expect(new Set(urls).size).toBe(isEmbedded ? 2 : 4);
  for (const url of urls) expect((await fetch(url)).status).toBeLessThan(500);
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(said).toContain('stopped.');
  for (const url of urls) await expect(fetch(url)).rejects.toThrow();
  await rm(folder, { recursive: true });
});
