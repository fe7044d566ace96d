// Python's logging handlers, as people use them: what they send comes back, each line once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installPython } from './python-packages.fixture.ts';
import { expectAll, LINES, startWithSyslog } from './shippers.fixture.ts';

const script = fileURLToPath(new URL('shippers.fixture.py', import.meta.url));
const { folder = '', missing } = installPython([
  'python-logging-loki==0.3.1',
  'opentelemetry-exporter-otlp-proto-http==1.45.2',
]);
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
  });

  test('by syslog over TCP, with NUL between messages', async () => {
    await send('syslog-tcp');
    await expectAll(target.sidecar.url, 'py-tcp', 'program');
  });

  test('by syslog over UDP', async () => {
    await send('syslog-udp');
    await expectAll(target.sidecar.url, 'py-udp', 'program');
  });
});
