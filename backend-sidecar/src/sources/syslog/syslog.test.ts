import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import { SILENT_LOG } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import { CountingIntake, shown } from '../intake.fixture.ts';
import { allowedNetworks } from './allowed-networks.ts';
import { SyslogSource, type SyslogOptions } from './syslog-source.ts';

const HERE = { host: '127.0.0.1', port: 0 };
let source: SyslogSource | undefined;
const dropped: string[] = [];

afterEach(async () => {
  await source?.stop();
  source = undefined;
  dropped.length = 0;
});

async function open(intake: CountingIntake, options: Partial<SyslogOptions> = {}): Promise<SyslogSource> {
  source = new SyslogSource({
    tcp: HERE,
    udp: undefined,
    tls: undefined,
    certificateFile: undefined,
    keyFile: undefined,
    authorityFile: undefined,
    allowed: ['127.0.0.0/8'],
    maxConnections: 10_000,
    zoneOffsetMinutes: 0,
    tenant: '0:0',
    intake,
    meter: { add: (_name, { reason = '' }) => void dropped.push(reason), set: () => {}, observe: () => {} },
    log: SILENT_LOG,
    nowMs: () => 0,
    ...options,
  });
  await source.start();
  return source;
}

function connected(port = 0): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('syslog over TCP', () => {
  test('messages become rows with what they say of themselves', async () => {
    const intake = new CountingIntake();
    const { ports } = await open(intake);
    const socket = await connected(ports.tcp);
    const modern = '<165>1 2026-03-04T05:06:07.000008Z web-1 shop 42 ID7 [req@1 id="9"] order taken';
    const cef = '<13>Mar  4 05:06:07 fw CEF:0|Vendor|Wall|1|100|blocked|5|src=10.0.0.1 dst=10.0.0.2';
    socket.end(`${Buffer.byteLength(modern)} ${modern}${cef}\n`);
    await until(() => intake.records().length === 2);
    const [first, second] = intake.records().map(shown);
    expect(first).toMatchObject({
      _msg: 'order taken',
      _time: Date.UTC(2026, 2, 4, 5, 6, 7),
      host: 'web-1',
      program: 'shop',
      pid: '42',
      severity: 'notice',
      facility: 'local4',
      remote_ip: '127.0.0.1',
    });
    expect(second?.['host']).toBe('fw');
    expect(second?.['_msg']).toContain(
      'CEF:0|Vendor|Wall|1|100|blocked|5|src=10.0.0.1 dst=10.0.0.2'.slice(4),
    );
  });

  test('a sender waits while the road is busy, and nothing it sent is lost', async () => {
    const intake = new CountingIntake();
    const { ports, status } = { ports: (await open(intake)).ports, status: () => source?.status() };
    intake.refusal = new PresageError('busy', 'The journal is full.', { retryAfter: 0.01 });
    const socket = await connected(ports.tcp);
    const line = (n: number): string => `<13>${n} ${'x'.repeat(2000)}\n`;
    const count = 20_000;
    for (let n = 0; n < count; n++) socket.write(line(n));
    socket.end();
    await until(() => status()?.state === 'failing' && socket.writableLength > 0);
    expect(status()?.message).toBe('The journal is full.');
    intake.refusal = undefined;
    await until(() => intake.records().length === count);
    expect(intake.records().map(({ message }) => parseInt(message, 10))).toEqual([...Array(count).keys()]);
    expect(status()?.state).toBe('running');
  });

  test('what came before a stop is journalled by it', async () => {
    const intake = new CountingIntake();
    const opened = await open(intake);
    const socket = await connected(opened.ports.tcp);
    await new Promise((resolve) => socket.write('<13>one\n<13>two without its newline', resolve));
    await until(() => intake.records().length === 1);
    await opened.stop();
    expect(intake.records().map(({ message }) => message)).toEqual(['one', 'two without its newline']);
  });

  test('5,000 senders at one time are all heard', async () => {
    const intake = new CountingIntake();
    const { ports } = await open(intake);
    const sockets: Socket[] = [];
    for (let n = 0; n < 5000; n += 250)
      sockets.push(...(await Promise.all(Array.from({ length: 250 }, () => connected(ports.tcp)))));
    await until(() => source?.status().message.includes('5000 connections') === true);
    for (const [n, socket] of sockets.entries()) socket.end(`<13>sender ${n}\n`);
    await until(() => intake.records().length === 5000);
    expect(new Set(intake.records().map(({ message }) => message)).size).toBe(5000);
  });

  test('paused it takes nothing, resumed it takes what waited', async () => {
    const intake = new CountingIntake();
    const opened = await open(intake);
    opened.pause();
    const socket = await connected(opened.ports.tcp);
    await new Promise((resolve) => socket.end('<13>waited\n', () => resolve(undefined)));
    await until(() => opened.status().message.includes('1 connections'));
    expect([opened.status().state, intake.records().length]).toEqual(['paused', 0]);
    opened.resume();
    await until(() => intake.records().length === 1);
  });

  test('who is not allowed, or one too many, is refused and counted', async () => {
    const { ports } = await open(new CountingIntake(), { allowed: ['10.0.0.0/8'] });
    const ended = new Promise(
      (resolve) => void connected(ports.tcp).then((socket) => socket.once('close', resolve)),
    );
    await ended;
    expect(dropped).toEqual(['not_allowed']);
  });
});

test('datagrams are messages', async () => {
  const intake = new CountingIntake();
  const { ports } = await open(intake, { tcp: undefined, udp: HERE });
  const sender = createSocket('udp4');
  for (const text of ['<13>one\n', '<13>two lines\nof one']) sender.send(text, ports.udp ?? 0, '127.0.0.1');
  await until(() => intake.records().length === 2);
  sender.close();
  expect(intake.records().map(({ message }) => message)).toEqual(['one', 'two lines\nof one']);
});

/** A certificate for 127.0.0.1; undefined where there is no openssl to make one. */
function certificate(): { cert: string; key: string } | undefined {
  if (spawnSync('openssl', ['version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'presage-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const ask = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost`;
  execFileSync('openssl', [...ask.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { cert, key };
}
const pair = certificate();
const withOpenssl = pair === undefined ? test.skip : test;

withOpenssl('TLS is read as TCP is; a plain sender on its port harms nobody', async () => {
  const intake = new CountingIntake();
  const files = { certificateFile: pair?.cert, keyFile: pair?.key };
  const { ports } = await open(intake, { tcp: undefined, tls: HERE, ...files });
  const plain = await connected(ports.tls);
  plain.on('error', () => undefined);
  plain.end('<13>plain\n');
  const socket = connectTls({ port: ports.tls ?? 0, host: '127.0.0.1', rejectUnauthorized: false });
  socket.end('<13>over TLS\n');
  await until(() => intake.records().length === 1);
  expect(intake.records()[0]?.message).toBe('over TLS');
});

withOpenssl(
  'who may not send is refused before the handshake, and who makes none is one of the connections',
  async () => {
    const files = { certificateFile: pair?.cert, keyFile: pair?.key };
    const tls = { tcp: undefined, tls: HERE, ...files };
    const foreign = await open(new CountingIntake(), { ...tls, allowed: ['10.0.0.0/8'] });
    const stranger = await connected(foreign.ports.tls);
    stranger.on('error', () => undefined).resume();
    await once(stranger, 'close');
    expect(dropped).toEqual(['not_allowed']);
    await foreign.stop();

    const { ports } = await open(new CountingIntake(), { ...tls, maxConnections: 1 });
    const silent = await connected(ports.tls);
    const second = await connected(ports.tls);
    second.on('error', () => undefined).resume();
    await once(second, 'close');
    expect(dropped).toEqual(['not_allowed', 'too_many_connections']);
    // A handshake that is never made does not hold up the stop.
    silent.on('error', () => undefined).resume();
    await Promise.all([once(silent, 'close'), source?.stop()]);
  },
);

test.each([
  [
    'a port that is taken',
    async () => ({ tcp: { host: '127.0.0.1', port: (await open(new CountingIntake())).ports.tcp ?? 0 } }),
    'cannot listen on TCP',
  ],
  ['a network that is none', () => Promise.resolve({ allowed: ['10.0.0.0/99'] }), 'PRESAGE_SYSLOG_ALLOW'],
  ['TLS without a certificate', () => Promise.resolve({ tls: HERE }), 'PRESAGE_SYSLOG_TLS_CERT'],
])('%s is told with the way out', async (_what, options, word) => {
  const asked = await options();
  const first = source;
  await expect(open(new CountingIntake(), asked)).rejects.toThrow(word);
  await first?.stop();
});

test.each([
  [['10.0.0.0/8'], '10.9.8.7', true],
  [['10.0.0.0/8'], '::ffff:10.9.8.7', true],
  [['10.0.0.0/8'], '11.0.0.1', false],
  [['fd00::/8', '192.0.2.1'], 'fd12::1', true],
  [['fd00::/8', '192.0.2.1'], '192.0.2.1', true],
  [[], '127.0.0.1', false],
])('of %j, %s is allowed: %s', (networks, address, allowed) => {
  const filter = allowedNetworks(networks);
  expect(typeof filter === 'function' && filter(address)).toBe(allowed);
});
