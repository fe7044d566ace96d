import { afterEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './config.ts';

const folders: string[] = [];

function folderWith(...programs: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'presage-stack-'));
  folders.push(folder);
  for (const program of programs) {
    writeFileSync(join(folder, program), '#!/bin/sh\nexit 3\n');
    chmodSync(join(folder, program), 0o755);
  }
  return folder;
}

function run(path: string, ...args: readonly string[]) {
  const script = join(ROOT, 'stack', 'run.ts');
  return spawnSync(process.execPath, [script, '--no-build', '--free-ports', ...args], {
    encoding: 'utf8',
    env: { PATH: path },
  });
}

afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

test('names every program that is missing, and how people usually get it', () => {
  const { status, stderr } = run(folderWith());
  expect(status).toBe(1);
  for (const program of ['grafana', 'victoria-logs', 'victoria-metrics'])
    expect(stderr).toContain(`- ${program} (`);
  expect(stderr).toContain('https://grafana.com/grafana/download');
});

test('says that it runs without the stores when only they are missing', () => {
  const { stderr } = run(folderWith('grafana'));
  expect(stderr).toContain('npm run stack -- --embedded');
  expect(stderr).not.toContain('- grafana (');
});

test('a program that ends by itself ends the start, with its name and its last words', () => {
  const data = folderWith();
  const { status, stderr } = run(folderWith('grafana'), '--embedded', '--data', data);
  expect(status).toBe(1);
  expect(stderr).toContain('grafana ended by itself (3)');
});

test('a folder that another stack runs from is left alone', () => {
  const data = folderWith();
  writeFileSync(join(data, 'stack.pid'), String(process.pid));
  const { status, stderr } = run(folderWith('grafana'), '--embedded', '--data', data);
  expect(status).toBe(1);
  expect(stderr).toContain(`(process ${process.pid})`);
});
