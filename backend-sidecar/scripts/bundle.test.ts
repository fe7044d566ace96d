import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  // Away from the repository: whatever the bundle does not hold is missed here.
  folder = mkdtempSync(join(tmpdir(), 'presage-bundle-'));
  const script = fileURLToPath(new URL('bundle.ts', import.meta.url));
  execFileSync(process.execPath, [script, join(folder, 'built')], { stdio: 'pipe' });
  cpSync(join(folder, 'built'), join(folder, 'app'), { recursive: true });
});

afterAll(async () => {
  for (const child of children.reverse()) {
    const over = once(child, 'exit');
    if (child.kill('SIGTERM')) await over;
  }
  rmSync(folder, { recursive: true, force: true });
});

test('the bundle takes what its demo sends, stores it in the embedded store and answers, with nothing beside it', async () => {
  const dist = join(folder, 'app', 'dist');
  const serve = [join(dist, 'main.js'), 'serve', '--listen', '127.0.0.1:0', '--data', join(folder, 'data')];
  const sidecar = start(serve, { PRESAGE_INGEST_TOKEN: 'sender', PRESAGE_READ_TOKEN: 'asker' });
  const url = await listening(sidecar);
  start([join(dist, 'demo.js'), url], { PRESAGE_INGEST_TOKEN: 'sender' });
  let text = '';
  while (!/"values":\[\[[1-9]/.test(text)) text = await counted(url);
  expect(text).toContain('numeric-multi');
  expect(text).toContain('FROM logs');
});

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  return child;
}

function listening({ stderr }: ChildProcess): Promise<string> {
  let words = '';
  return new Promise((resolve) => {
    stderr?.on('data', (piece: Buffer) => {
      words += piece.toString();
      const url = /Presage listens: (http:\/\/[^/"]+)/.exec(words)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

async function counted(url: string): Promise<string> {
  const now = Date.now();
  const query = { ref_id: 'A', query_type: 'stats', from: String(now - 600_000), to: String(now) };
  const reply = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer asker' },
    body: JSON.stringify({ queries: [query] }),
  });
  return reply.text();
}
