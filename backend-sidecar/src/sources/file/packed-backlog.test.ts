import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeEach, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import { CountingIntake } from '../intake.fixture.ts';
import { originOf } from '../origin.ts';
import { PackedBacklog } from './packed-backlog.ts';

let folder = '';
let intake: CountingIntake;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'presage-packed-'));
  intake = new CountingIntake();
});

const open = (logs = folder): PackedBacklog =>
  new PackedBacklog({
    patterns: [join(logs, '*.log*')],
    zoneOffsetMinutes: 0,
    tenant: '0:0',
    host: 'host-a',
    folder,
    recalled: new Map(intake.kept.map(({ origin = '', position = '' }) => [origin, position])),
    intake,
    log: SILENT_LOG,
    nowMs: () => 0,
  });

async function readAll(logs = folder): Promise<PackedBacklog> {
  const backlog = open(logs);
  await backlog.start();
  while (backlog.status().message !== 'every compressed file is read' && backlog.status().state === 'running')
    await new Promise((resolve) => setTimeout(resolve, 2));
  return backlog;
}

const messages = (): string[] => intake.records().map(({ message }) => message);

test('compressed files are read once, the oldest first, as old lines with stack traces whole', async () => {
  const age = (name: string, seconds: number): void => utimesSync(join(folder, name), seconds, seconds);
  writeFileSync(join(folder, 'cart.log.1.gz'), gzipSync('third\n'));
  writeFileSync(
    join(folder, 'cart.log.2.zst'),
    zstdCompressSync('first\njava.lang.X: bad\n\tat a.b(C.java:1)\nsecond'),
  );
  age('cart.log.1.gz', 2000);
  age('cart.log.2.zst', 1000);
  await (await readAll()).stop();
  expect(messages()).toEqual(['first', 'java.lang.X: bad\n\tat a.b(C.java:1)', 'second', 'third']);
  expect(intake.kept.every(({ backfill }) => backfill)).toBe(true);
  expect(intake.kept[0]?.parameters.extraFields).toMatchObject({ service: 'cart', host: 'host-a' });
  renameSync(join(folder, 'cart.log.1.gz'), join(folder, 'cart.log.3.gz'));
  await (await readAll()).stop();
  expect(messages()).toHaveLength(4);
});

test('a file that is out of reach for a while is read at the next start', async () => {
  const [logs, away] = [join(folder, 'logs'), join(folder, 'away')];
  mkdirSync(logs);
  writeFileSync(join(logs, 'cart.log.1.gz'), gzipSync('kept\n'));
  const backlog = open(logs);
  intake.refusal = new PresageError('busy', 'busy', { retryAfter: 1 });
  await backlog.start();
  await backlog.stop();
  intake.refusal = undefined;
  renameSync(logs, away);
  symlinkSync(logs, logs);
  const blind = open(logs);
  await blind.start();
  while (blind.status().state === 'running') await new Promise((resolve) => setTimeout(resolve, 2));
  expect(blind.status().message).toMatch(/cart\.log\.1\.gz cannot be read to its end: .*ELOOP/);
  await blind.stop();
  unlinkSync(logs);
  renameSync(away, logs);
  await (await readAll(logs)).stop();
  expect(messages()).toEqual(['kept']);
});

test('a link that leads nowhere is left out, and the others are read', async () => {
  symlinkSync(join(folder, 'gone'), join(folder, 'a.log.gz'));
  writeFileSync(join(folder, 'b.log.gz'), gzipSync('whole\n'));
  await (await readAll()).stop();
  expect(messages()).toEqual(['whole']);
});

test('a file that is compressed after the first start was followed while it was plain, and is left alone', async () => {
  await (await readAll()).stop();
  writeFileSync(join(folder, 'cart.log.1.gz'), gzipSync('followed\n'));
  await (await readAll()).stop();
  expect(messages()).toEqual([]);
});

test.each(['null', '{}', '[1]', '\0\0'])(
  'where what is known of files was damaged to %j, none is read again',
  async (text) => {
    writeFileSync(join(folder, 'cart.log.1.gz'), gzipSync('once\n'));
    await (await readAll()).stop();
    writeFileSync(join(folder, 'packed-files.json'), text);
    await (await readAll()).stop();
    expect(messages()).toEqual(['once']);
  },
);

test('a stop in the middle and a new start give every line once', async () => {
  const lines = Array.from({ length: 60_000 }, (_, n) => `line ${n} ${'x'.repeat(40)}`);
  writeFileSync(join(folder, 'cart.log.1.gz'), gzipSync(lines.join('\n')));
  for (let starts = 1; starts <= 3; starts++) {
    const backlog = open();
    await backlog.start();
    while (intake.kept.length < starts * 2) await new Promise((resolve) => setImmediate(resolve));
    await backlog.stop();
  }
  await (await readAll()).stop();
  expect(messages()).toEqual(lines);
});

test('of a file that is cut short the whole lines are read, the rest once it is mended, and the others meanwhile', async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `line ${i} ${originOf(String(i))}`);
  const whole = gzipSync(`${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'a.log.gz'), whole.subarray(0, whole.length / 2));
  writeFileSync(join(folder, 'b.log.gz'), gzipSync('whole\n'));
  const backlog = open();
  await backlog.start();
  while (!messages().includes('whole')) await new Promise((resolve) => setTimeout(resolve, 2));
  await backlog.stop();
  expect(backlog.status().lastError?.message).toContain('a.log.gz cannot be read to its end');
  const read = messages().filter((message) => message !== 'whole');
  expect(read.length).toBeGreaterThan(100);
  expect(read).toEqual(lines.slice(0, read.length));
  writeFileSync(join(folder, 'a.log.gz'), whole);
  await (await readAll()).stop();
  expect(messages().filter((message) => message !== 'whole')).toEqual(lines);
});
