// Python's logging handlers, as people use them: what they send comes back, each line once.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectAll, LINES, startWithSyslog } from './shippers.fixture.ts';

const PACKAGES = ['python-logging-loki==0.3.1', 'opentelemetry-exporter-otlp-proto-http==1.45.2'];
const INSTALL_MS = 60_000;
const folder = fileURLToPath(new URL('../../node_modules/.cache/presage-python', import.meta.url));
const script = fileURLToPath(new URL('shippers.fixture.py', import.meta.url));

/** Puts the packages where this suite finds them again; why it cannot, in a few words. */
function install(): string | undefined {
  const mark = join(folder, `${PACKAGES.join(' ')}.installed`);
  if (existsSync(mark)) return undefined;
  if (spawnSync('python3', ['--version']).status !== 0) return 'no python3 on PATH';
  mkdirSync(folder, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '10'];
  const args = ['-m', 'pip', 'install', ...quiet, '--target', folder, '--upgrade', ...PACKAGES];
  if (spawnSync('python3', args, { timeout: INSTALL_MS, stdio: 'ignore' }).status !== 0)
    return 'PyPI not within reach of pip';
  writeFileSync(mark, '');
  return undefined;
}

const missing = install();
const python = missing === undefined ? describe : describe.skip;

python(`Python's logging${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let target: Awaited<ReturnType<typeof startWithSyslog>>;
  beforeAll(async () => {
    target = await startWithSyslog();
  });
  afterAll(() => target.sidecar.kill());

  async function send(kind: string): Promise<void> {
    const { sidecar, tcp, udp } = target;
    const args = ['-W', 'ignore', script, folder, kind, String(LINES), sidecar.url, String(tcp), String(udp)];
    const child = spawn('python3', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (piece: Buffer) => (words += piece.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, words]).toEqual([0, '']);
  }

  test('by OTLP', async () => {
    await send('otlp');
    await expectAll(target.sidecar.url, 'py-otlp', 'service.name');
  });

  test("by Loki's handler, one request a line", async () => {
    await send('loki');
    await expectAll(target.sidecar.url, 'py-loki');
  }, 60_000);

  test('by syslog over TCP, with NUL between messages', async () => {
    await send('syslog-tcp');
    await expectAll(target.sidecar.url, 'py-tcp', 'program');
  });

  test('by syslog over UDP', async () => {
    await send('syslog-udp');
    await expectAll(target.sidecar.url, 'py-udp', 'program');
  });
});
