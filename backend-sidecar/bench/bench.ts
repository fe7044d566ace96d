/**
 * `npm run bench [-- --lines FOLDER] [--requests N] [--outage SECONDS]`: lines per CPU-second of the whole road and of each stage,
 * peak memory and ack latency. Every line has fresh digits. With victoria-logs and victoria-metrics on PATH it measures on the real
 * ones and puts their CPU beside ours, else on the embedded store. `npm run bench -- explain [--rows N] [--hours N]`: time to explain
 * a line among so many rows of VictoriaLogs. `npm run bench -- sources [--memory LINES]`: lines of each protocol. Compare ratios within one run; absolute times vary by machine.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Chance } from '../demo/chance.ts';
import { freePort } from '../src/loopback.fixture.ts';
import { askedOf } from './asked.ts';
import { measureExplain } from './explain.ts';
import { linesOfFolder, linesOfShop, requestBody } from './fresh-lines.ts';
import type { LoadReport } from './load.ts';
import { measureSources } from './sources.ts';
import { processFigures } from './process-figures.ts';
import { onPath, start, type Running } from './servers.ts';
import { measureStages } from './stages.ts';

const asked = askedOf(process.argv.slice(2));
const run = promisify(execFile);
const here = import.meta.dirname;
// The benchmark is a program of its own beside the sidecar: PATH is all it asks of the environment.
// eslint-disable-next-line no-restricted-syntax
const environment = process.env;
const programs = {
  logs: onPath('victoria-logs', environment['PATH'] ?? ''),
  metrics: onPath('victoria-metrics', environment['PATH'] ?? ''),
};

interface Stores {
  readonly servers: readonly Running[];
  readonly settings: Readonly<Record<string, string>>;
}

interface Ports {
  readonly logs: number;
  readonly metrics: number;
}

async function freePorts(): Promise<Ports> {
  return { logs: await freePort(), metrics: await freePort() };
}

function settingsFor(ports: Ports): Readonly<Record<string, string>> {
  return {
    PRESAGE_VICTORIALOGS_URL: `http://127.0.0.1:${ports.logs}`,
    PRESAGE_VICTORIAMETRICS_URL: `http://127.0.0.1:${ports.metrics}`,
  };
}

async function startStores(ports: Ports): Promise<Stores> {
  if (!programs.logs || !programs.metrics) return { servers: [], settings: {} };
  const args = (port: number, folder: string): string[] => [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-storageDataPath=${folder}`,
    '-retentionPeriod=100y',
  ];
  const logs = await start(programs.logs, args, '/health', { port: ports.logs });
  const metrics = await start(programs.metrics, args, '/health', { port: ports.metrics });
  return { servers: [logs, metrics], settings: settingsFor(ports) };
}

function startSidecar(settings: Readonly<Record<string, string>>): Promise<Running> {
  const args = (port: number, folder: string): string[] => [
    join(here, '..', 'src', 'main.ts'),
    'serve',
    '--listen',
    `127.0.0.1:${port}`,
    '--data',
    folder,
  ];
  return start(process.execPath, args, '/ready', {
    env: { PATH: environment['PATH'], ...settings, PRESAGE_LOG_LEVEL: 'error' },
  });
}

async function load(
  url: string,
  options: { requests: number; rate?: number; perRequest?: number; connections?: number },
): Promise<LoadReport> {
  const args = [
    '--url',
    url,
    '--lines',
    asked.lines,
    '--requests',
    String(options.requests),
    '--connections',
    String(options.connections ?? asked.connections),
    '--rate',
    String(options.rate ?? 0),
    '--perRequest',
    String(options.perRequest ?? 2000),
  ];
  const { stdout } = await run(process.execPath, [join(here, 'load.ts'), ...args], { maxBuffer: 1 << 20 });
  return JSON.parse(stdout) as LoadReport;
}

interface Lag {
  readonly pipeline: { readonly lag_lines: number };
  readonly sinks: readonly { readonly lag_batches: number }[];
}

/** Until everything sent is decided and acknowledged by every store. */
async function drained(url: string): Promise<void> {
  for (;;) {
    const status = (await (await fetch(`${url}/api/v1/status`)).json()) as Lag;
    if (status.pipeline.lag_lines === 0 && status.sinks.every((sink) => sink.lag_batches === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function table(title: string, rows: readonly (readonly [string, string])[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) console.log(`  ${name.padEnd(width)}  ${value}`);
}

const thousands = (value: number): string =>
  Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '–';
const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
const milliseconds = (report: LoadReport): string =>
  `p50 ${report.p50Ms.toFixed(1)} ms, p99 ${report.p99Ms.toFixed(1)} ms, most ${report.maxMs.toFixed(1)} ms`;

function measureAlone(): void {
  const chance = new Chance(11);
  const lines = asked.lines === '' ? linesOfShop(16_000) : linesOfFolder(asked.lines);
  const bodies = Array.from({ length: 50 }, (_, i) => requestBody(lines, i * 2000, 2000, chance));
  const figures = measureStages(bodies);
  const pipeline = figures.find(({ stage }) => stage === 'whole pipeline')?.linesPerCpuSecond ?? Number.NaN;
  table(
    `Each stage alone (${thousands(bodies.length * 2000)} lines), lines per CPU-second, and cost against the whole pipeline`,
    figures.map(({ stage, linesPerCpuSecond }) => [
      stage,
      `${thousands(linesPerCpuSecond).padStart(11)}   × ${(pipeline / linesPerCpuSecond).toFixed(2)}`,
    ]),
  );
}

async function measureRoad(): Promise<void> {
  const stores = await startStores(await freePorts());
  const sidecar = await startSidecar(stores.settings);
  try {
    await load(sidecar.url, { requests: 20 });
    await drained(sidecar.url);
    const pids = [sidecar, ...stores.servers].map((server) => server.pid);
    const before = pids.map((pid) => processFigures(pid).cpuSeconds);
    const startedAt = performance.now();
    const full = await load(sidecar.url, { requests: asked.requests });
    await drained(sidecar.url);
    const wall = (performance.now() - startedAt) / 1000;
    const used = pids.map((pid, i) => processFigures(pid).cpuSeconds - (before[i] ?? 0));
    const paced = await load(sidecar.url, { requests: 500, rate: 10_000, perRequest: 200 });
    await drained(sidecar.url);
    const logsCpu = used[1];
    table(
      `The whole road, ${stores.servers.length > 0 ? 'to real VictoriaLogs and VictoriaMetrics' : 'to the embedded store'}, ${thousands(full.sent)} lines in requests of 2,000`,
      [
        ['sidecar, lines per CPU-second', thousands(full.sent / (used[0] ?? Number.NaN))],
        ...(logsCpu === undefined
          ? []
          : ([
              ['VictoriaLogs, lines per CPU-second', thousands(full.sent / logsCpu)],
              ['sidecar CPU to VictoriaLogs CPU', ((used[0] ?? 0) / logsCpu).toFixed(2)],
            ] as [string, string][])),
        ['lines a second, first sent to last stored', thousands(full.sent / wall)],
        ['accepted of sent', `${thousands(full.accepted)} of ${thousands(full.sent)}`],
        ['ack at full load', milliseconds(full)],
        ['ack at 10,000 lines/s in requests of 200', milliseconds(paced)],
        ['peak resident memory', mebibytes(processFigures(sidecar.pid).peakBytes)],
      ],
    );
  } finally {
    await sidecar.stop();
    for (const server of stores.servers) await server.stop();
  }
}

/** The stores are not there: lines go on being acknowledged, memory stays, and all of them are there when the stores come. */
async function measureOutage(seconds: number): Promise<void> {
  const ports = await freePorts();
  const sidecar = await startSidecar(settingsFor(ports));
  const stores: Running[] = [];
  try {
    const paced = await load(sidecar.url, { requests: seconds * 5, rate: 10_000 });
    const peak = processFigures(sidecar.pid).peakBytes;
    const startedAt = performance.now();
    stores.push(...(await startStores(ports)).servers);
    const rows = stores[0] ? await storedRows(sidecar.url, stores[0].url, paced.accepted) : Number.NaN;
    table(`Stores down for ${seconds} s at 10,000 lines/s`, [
      ['accepted of sent', `${thousands(paced.accepted)} of ${thousands(paced.sent)}`],
      ['ack', milliseconds(paced)],
      ['peak resident memory while down', mebibytes(peak)],
      [
        'rows in VictoriaLogs when it is back',
        stores[0]
          ? `${thousands(rows)}, after ${((performance.now() - startedAt) / 1000).toFixed(0)} s`
          : 'not measured: victoria-logs is not on PATH',
      ],
    ]);
  } finally {
    await sidecar.stop('SIGKILL');
    for (const server of stores) await server.stop();
  }
}

/** How many rows the store has once the sidecar has handed over everything. */
async function storedRows(sidecar: string, store: string, wanted: number): Promise<number> {
  await drained(sidecar);
  for (let attempt = 0, rows = 0; ; attempt++) {
    const reply = await fetch(`${store}/select/logsql/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: '* -presage_stream:* | count() as rows' }),
    });
    rows = Number((JSON.parse(await reply.text()) as { rows: string }).rows);
    if (rows >= wanted || attempt > 100) return rows;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function measureExplanations(): Promise<void> {
  const { logs, metrics } = programs;
  if (!logs || !metrics) throw new Error('This needs victoria-logs and victoria-metrics on PATH.');
  const { rows, hours } = asked;
  table('Explaining a line, keyless', await measureExplain({ logs, metrics, rows, hours, startSidecar }));
}

async function measureProtocols(): Promise<void> {
  const lines = asked.lines === '' ? linesOfShop(16_000) : linesOfFolder(asked.lines);
  const { figures, memory } = await measureSources(lines, 400_000, asked.memory);
  table(
    'Each protocol, from a request to the journal on disk, 1,000 lines a request, lines per CPU-second',
    figures.map(({ name, linesPerCpuSecond }) => [name, thousands(linesPerCpuSecond).padStart(11)]),
  );
  table(
    'Resident memory after so many lines by OTLP',
    memory.map(({ lines: count, residentBytes }) => [thousands(count), mebibytes(residentBytes)]),
  );
  const sidecar = await startSidecar({});
  try {
    const options = { connections: 256, perRequest: 1 };
    await load(sidecar.url, { ...options, requests: 20_000 });
    const report = await load(sidecar.url, { ...options, requests: 100_000 });
    table('One line a request, 256 connections, the whole sidecar on the embedded store', [
      ['requests a second', thousands(report.accepted / report.seconds)],
      ['ack', milliseconds(report)],
    ]);
  } finally {
    await sidecar.stop();
  }
}

if (asked.part === 'explain') await measureExplanations();
else if (asked.part === 'sources') await measureProtocols();
else {
  measureAlone();
  await measureRoad();
  if (asked.outage > 0) await measureOutage(asked.outage);
}
