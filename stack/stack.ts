// In: where programs are and what is wanted. Out: a running stack with its addresses. Everything listens on 127.0.0.1 only; all
// state is below one folder; nothing runs any more when stop() has resolved, also when the start fails half way.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './config.ts';
import {
  grafanaArguments,
  grafanaSettings,
  passwordIn,
  type GrafanaPlace,
  type GrafanaRole,
} from './grafana.ts';
import { occupy } from './occupied.ts';
import { installPlugins } from './plugins.ts';
import { freePort, portOr } from './ports.ts';
import { Processes } from './processes.ts';
import type { Programs } from './programs.ts';
import { provision, provisioningVariables } from './provision.ts';

export interface StackOptions {
  readonly programs: Programs;
  /** Folder of all data; made when it is not there. */
  readonly folder: string;
  readonly isDemo: boolean;
  /** The usual ports where they are free, or any. */
  readonly ports: 'usual' | 'free';
  readonly anonymous: GrafanaRole;
  /** Settings more, of the sidecar and of Grafana. */
  readonly sidecarSettings?: Readonly<Record<string, string>>;
  readonly grafanaSettings?: Readonly<Record<string, string>>;
  /** Adds to the provisioning folder before Grafana starts. */
  readonly alsoProvision?: (provisioning: string) => Promise<void>;
}

export interface Urls {
  readonly grafana: string;
  readonly sidecar: string;
  readonly logs: string | undefined;
  readonly metrics: string | undefined;
}

export interface Stack {
  readonly urls: Urls;
  readonly password: string;
  /** Plugins that were built and so could be installed. */
  readonly plugins: readonly string[];
  /** Rejects when one of the programs ends by itself. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

const USUAL_PORTS = { grafana: 3000, sidecar: 9480, logs: 9428, metrics: 8428 } as const;

export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, programs } = options;
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const leave = await occupy(folder);
  const processes = new Processes(logs);
  const stop = async (): Promise<void> => {
    await processes.stop();
    await leave();
  };
  try {
    const urls = await choosePorts(options);
    startStores(processes, programs, folder, urls);
    const grafana = await startGrafana(processes, options, urls);
    await startSidecar(processes, options, urls);
    await processes.answers(`${urls.grafana}/api/health`);
    return { urls, ...grafana, failed: processes.failed, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function choosePorts({ ports, programs }: StackOptions): Promise<Urls> {
  const choose = async (name: keyof typeof USUAL_PORTS): Promise<string> =>
    `http://127.0.0.1:${await (ports === 'usual' ? portOr(USUAL_PORTS[name]) : freePort())}`;
  const isEmbedded = programs.victoria === undefined;
  return {
    grafana: await choose('grafana'),
    sidecar: await choose('sidecar'),
    logs: isEmbedded ? undefined : await choose('logs'),
    metrics: isEmbedded ? undefined : await choose('metrics'),
  };
}

function startStores(processes: Processes, { victoria }: Programs, folder: string, urls: Urls): void {
  if (victoria === undefined) return;
  const at = (url: string | undefined): string => `-httpListenAddr=${new URL(url ?? '').host}`;
  const common = ['-loggerLevel=WARN'];
  processes.start('victoria-logs', victoria.logs, [
    ...[
      at(urls.logs),
      `-storageDataPath=${join(folder, 'victoria-logs')}`,
      '-retentionPeriod=30d',
      ...common,
    ],
  ]);
  processes.start('victoria-metrics', victoria.metrics, [
    ...[at(urls.metrics), `-storageDataPath=${join(folder, 'victoria-metrics')}`, '-retentionPeriod=90d'],
    // Fresh points are hidden for 30 s otherwise.
    ...['-search.latencyOffset=1s', ...common],
  ]);
}

async function startGrafana(
  processes: Processes,
  { programs, folder, anonymous, grafanaSettings: more, alsoProvision }: StackOptions,
  urls: Urls,
): Promise<Pick<Stack, 'password' | 'plugins'>> {
  const place: GrafanaPlace = {
    folder: join(folder, 'grafana'),
    provisioning: join(folder, 'provisioning'),
    port: Number(new URL(urls.grafana).port),
    anonymous,
    password: await passwordIn(folder),
  };
  const plugins = await installPlugins(join(place.folder, 'plugins'));
  await provision(place.provisioning, urls.metrics === undefined ? [] : ['victoriametrics.yml']);
  await alsoProvision?.(place.provisioning);
  processes.start('grafana', programs.grafana, grafanaArguments(programs.grafana), {
    ...grafanaSettings(place),
    ...provisioningVariables(place.provisioning, urls),
    ...more,
  });
  return { password: place.password, plugins };
}

async function startSidecar(
  processes: Processes,
  { folder, isDemo, sidecarSettings }: StackOptions,
  { sidecar, logs, metrics }: Urls,
): Promise<void> {
  for (const url of [logs, metrics]) if (url !== undefined) await processes.answers(`${url}/health`);
  const main = join(ROOT, 'backend-sidecar', 'src', 'main.ts');
  const args = ['serve', '--listen', new URL(sidecar).host, '--data', join(folder, 'sidecar')];
  const stores =
    logs === undefined || metrics === undefined
      ? {}
      : { PRESAGE_VICTORIALOGS_URL: logs, PRESAGE_VICTORIAMETRICS_URL: metrics };
  processes.start(
    'sidecar',
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, ...args, ...(isDemo ? ['--demo'] : [])],
    { ...stores, ...sidecarSettings },
  );
  await processes.answers(`${sidecar}/ready`);
}
