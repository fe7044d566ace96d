// Real shippers, as people run them, against a sidecar in a process of its own: what they send comes back, each line once.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import { pino, transport } from 'pino';
import winston from 'winston';
import LokiTransport from 'winston-loki';
import { count, eventually, newFolder, query, startSidecar, type Sidecar } from './sidecar.fixture.ts';

const LINES = 10_000;
let sidecar: Sidecar;
let syslogPort = 0;

beforeAll(async () => {
  sidecar = await startSidecar(newFolder(), { PRESAGE_SYSLOG_TCP: '127.0.0.1:0' });
  const status = (await (await fetch(`${sidecar.url}/api/v1/status`)).json()) as {
    feeds: { name: string; message: string }[];
  };
  syslogPort = Number(
    /tcp (\d+)/.exec(status.feeds.find(({ name }) => name === 'syslog')?.message ?? '')?.[1],
  );
});
afterAll(() => sidecar.kill());

/** Every line says which one it is; `order` differs in each, so that templates are few and lines are told apart. */
const lineOf = (n: number): string => `order ${n} of ${LINES} shipped "quoted" ü {"not":"json"}`;

/** Waits until the service has all lines, then checks a sample of them whole. */
async function expectAll(service: string, field = 'service'): Promise<void> {
  const filters = [{ field, op: '=', values: [service] }];
  const found = await eventually(
    () => count(sidecar.url, { filters }),
    (n) => n >= LINES,
  );
  expect(found).toBe(LINES);
  const { frames } = await query(sidecar.url, { query_type: 'logs', filters, limit: 1000 });
  const frame = frames[0];
  const bodies = frame?.data.values[frame.schema.fields.findIndex(({ name }) => name === 'body')] ?? [];
  const expected = new Set(Array.from({ length: LINES }, (_, n) => lineOf(n)));
  expect(bodies.length).toBe(1000);
  for (const body of bodies) expect(expected.delete(String(body))).toBe(true);
}

describe('OpenTelemetry SDK', () => {
  test.each([
    ['protobuf', (url: string): LogRecordExporter => new ProtobufExporter({ url })],
    ['JSON', (url: string): LogRecordExporter => new JsonExporter({ url })],
  ])('%s', async (name, exporterOf) => {
    const service = `otel-${name}`;
    const exporter = exporterOf(`${sidecar.url}/v1/logs`);
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      processors: [new BatchLogRecordProcessor({ exporter, maxQueueSize: LINES, maxExportBatchSize: 1000 })],
    });
    const logger = provider.getLogger('orders');
    for (let n = 0; n < LINES; n++)
      logger.emit({ body: lineOf(n), severityNumber: SeverityNumber.INFO, attributes: { n } });
    await provider.shutdown();
    logs.disable();
    await expectAll(service, 'service.name');
  });
});

test("Elasticsearch's client, by its bulk helper", async () => {
  const client = new Client({ node: `${sidecar.url}/insert/elasticsearch` });
  const stats = await client.helpers.bulk({
    datasource: Array.from({ length: LINES }, (_, n) => ({ message: lineOf(n), service: 'elastic' })),
    onDocument: () => ({ create: { _index: 'orders' } }),
  });
  await client.close();
  expect(stats).toMatchObject({ total: LINES, successful: LINES, failed: 0 });
  await expectAll('elastic');
});

test.each([true, false])('winston-loki, JSON: %s', async (json) => {
  const service = `winston-${json ? 'json' : 'protobuf'}`;
  const format = winston.format.printf(({ message }) => String(message));
  const loki = new LokiTransport({
    host: sidecar.url,
    json,
    labels: { service },
    batching: true,
    interval: 1,
    format,
  });
  // Its types are of another copy of the base class.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  const logger = winston.createLogger({ transports: [loki] });
  for (let n = 0; n < LINES; n++) logger.info(lineOf(n));
  await loki.flush();
  logger.close();
  await expectAll(service);
});

test('pino-loki', async () => {
  const target = transport({
    target: 'pino-loki',
    options: { host: sidecar.url, labels: { service: 'pino' }, batching: { interval: 1 } },
  });
  const logger = pino(target);
  for (let n = 0; n < LINES; n++) logger.info(lineOf(n));
  await new Promise<void>((resolve) => {
    target.once('close', resolve);
    target.end();
  });
  await expectAll('pino');
});

const hasLogger = spawnSync('logger', ['--version']).status === 0;
(hasLogger ? test : test.skip)('logger of util-linux, syslog over TCP', async () => {
  const input = Array.from({ length: LINES }, (_, n) => lineOf(n)).join('\n');
  const args = [
    '--tcp',
    '--server',
    '127.0.0.1',
    '--port',
    String(syslogPort),
    '--tag',
    'util',
    '--octet-count',
  ];
  const { status, stderr } = spawnSync('logger', args, { input, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  await expectAll('util', 'program');
});

const hasRsyslog = spawnSync('rsyslogd', ['-v']).status === 0;
(hasRsyslog ? test : test.skip)('rsyslog, reading a file and forwarding over TCP', async () => {
  const folder = newFolder();
  const file = join(folder, 'orders.log');
  writeFileSync(file, Array.from({ length: LINES }, (_, n) => `${lineOf(n)}\n`).join(''));
  writeFileSync(
    join(folder, 'rsyslog.conf'),
    `global(workDirectory="${folder}")
     module(load="imfile" mode="polling" pollingInterval="1")
     input(type="imfile" file="${file}" tag="rsys:")
     action(type="omfwd" target="127.0.0.1" port="${syslogPort}" protocol="tcp" tcp_framing="octet-counted"
            template="RSYSLOG_SyslogProtocol23Format")`,
  );
  const args = ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'pid')];
  const rsyslog = spawn('rsyslogd', args, { stdio: 'ignore' });
  try {
    await expectAll('rsys', 'program');
  } finally {
    rsyslog.kill();
  }
});
