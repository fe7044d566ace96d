import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { environment, onPath } from './config.ts';
import { alertRule, dashboard, dashboardProvider, datasource } from './provisioning.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PLUGIN = 'presage-logs-datasource';

export interface Stack {
  readonly url: string;
  stop(): Promise<void>;
}

/** The sidecar with its demo and a Grafana with the plugin, on free ports, in a folder that goes when they stop. */
export async function startStack(): Promise<Stack> {
  const grafana = onPath('grafana');
  if (grafana === undefined)
    throw new Error('There is no Grafana: put `grafana` on PATH, or name a running one in GRAFANA_URL.');
  const folder = await mkdtemp(join(tmpdir(), 'presage-e2e-'));
  const [sidecarPort, grafanaPort] = await Promise.all([freePort(), freePort()]);
  await provision(folder, `http://127.0.0.1:${sidecarPort}`);
  const log = await open(join(folder, 'stack.log'), 'w');
  const start = (program: string, args: readonly string[], added: Readonly<Record<string, string>> = {}) =>
    spawn(program, args, { cwd: ROOT, env: environment(added), stdio: ['ignore', log.fd, log.fd] });
  const children = [
    start(process.execPath, sidecarArguments(folder, sidecarPort)),
    start(grafana, ['server'], grafanaSettings(folder, grafanaPort)),
  ];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(ended));
    await log.close();
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${grafanaPort}`;
  try {
    await answers(`http://127.0.0.1:${sidecarPort}/ready`);
    await answers(`${url}/api/health`);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url, stop };
}

function sidecarArguments(folder: string, port: number): readonly string[] {
  const main = join(ROOT, 'backend-sidecar/src/main.ts');
  return [main, 'serve', '--demo', '--listen', `127.0.0.1:${port}`, '--data', join(folder, 'sidecar')];
}

function grafanaSettings(folder: string, port: number): Record<string, string> {
  return {
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_PATHS_DATA: join(folder, 'data'),
    GF_PATHS_LOGS: join(folder, 'logs'),
    GF_PATHS_PLUGINS: join(folder, 'plugins'),
    GF_PATHS_PROVISIONING: join(folder, 'provisioning'),
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: PLUGIN,
    GF_LOG_LEVEL: 'warn',
  };
}

async function provision(folder: string, sidecarUrl: string): Promise<void> {
  const files = join(folder, 'provisioning');
  for (const kind of ['datasources', 'alerting', 'dashboards', 'plugins'])
    await mkdir(join(files, kind), { recursive: true });
  await writeFile(join(files, 'datasources', 'presage.yml'), JSON.stringify(datasource(sidecarUrl)));
  await writeFile(join(files, 'alerting', 'incidents.yml'), JSON.stringify(alertRule()));
  const boards = join(folder, 'boards');
  await mkdir(boards);
  await writeFile(join(boards, 'presage.json'), JSON.stringify(dashboard()));
  await writeFile(join(files, 'dashboards', 'boards.yml'), JSON.stringify(dashboardProvider(boards)));
  await cp(join(ROOT, 'datasource-plugin/dist'), join(folder, 'plugins', PLUGIN), { recursive: true });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolved) => server.once('listening', resolved));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolved) => server.close(resolved));
  return port;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const reply = await fetch(url).catch(() => undefined);
    await reply?.body?.cancel();
    if (reply?.ok === true) return;
    await pause(300);
  }
  throw new Error(`${url} did not answer within 90 s.`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolved) => child.once('exit', resolved));
  child.kill('SIGTERM');
  await over;
}
