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
import { expectAll, LINES, lineOf, startWithSyslog } from './shippers.fixture.ts';
import { newFolder, type Sidecar } from './sidecar.fixture.ts';

let sidecar: Sidecar;
let syslogPort = 0;

beforeAll(async () => {
  ({ sidecar, tcp: syslogPort } = await startWithSyslog());
});
afterAll(() => sidecar.kill());

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
    await expectAll(sidecar.url, service, 'service.name');
    await expectAll(sidecar.url, service);
  });
});

test.each([
  ['on the native paths', 'elastic-native', ''],
  ['under its own path', 'elastic', '/insert/elasticsearch'],
])("Elasticsearch's client greets and sends by its bulk helper %s", async (_where, service, path) => {
  const client = new Client({ node: `${sidecar.url}${path}` });
  expect(await client.ping()).toBe(true);
  expect(await client.info()).toMatchObject({ tagline: 'You Know, for Search' });
  const stats = await client.helpers.bulk({
    datasource: Array.from({ length: LINES }, (_, n) => ({ message: lineOf(n), service })),
    onDocument: () => ({ create: { _index: 'orders' } }),
  });
  await client.close();
  expect(stats).toMatchObject({ total: LINES, successful: LINES, failed: 0 });
  await expectAll(sidecar.url, service);
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
  await expectAll(sidecar.url, service);
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
  await expectAll(sidecar.url, 'pino');
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
  await expectAll(sidecar.url, 'util', 'program');
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
    await expectAll(sidecar.url, 'rsys', 'program');
  } finally {
    rsyslog.kill();
  }
});
