import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../backend-sidecar/src/errors.ts';
import { environment, ROOT } from '../../stack/config.ts';
import { grafanaArguments, grafanaSettings } from '../../stack/grafana.ts';
import { installPlugins } from '../../stack/plugins.ts';
import { freePort } from '../../stack/ports.ts';
import { Processes } from '../../stack/processes.ts';
import { findPrograms } from '../../stack/programs.ts';
import { provision, provisioningVariables } from '../../stack/provision.ts';
import { rulesRun } from './rules-run.ts';
import { openChannel, type Channel } from './channel.ts';
import { openMailbox, type Mailbox } from './mailbox.ts';

const MAIN = join(ROOT, 'backend-sidecar', 'src', 'main.ts');
const PASSWORD = 'only-on-this-machine';
export const ADMIN = { authorization: `Basic ${btoa(`admin:${PASSWORD}`)}` };

/** As short as Grafana goes: an evaluation every 10 s, alerts held for 30 s. */
const QUICK = {
  PRESAGE_ALERT_INTERVAL: '10s',
  PRESAGE_ALERT_WINDOW: '30s',
  PRESAGE_ALERT_GROUP_WAIT: '5s',
  PRESAGE_ALERT_GROUP_INTERVAL: '15s',
  PRESAGE_ALERT_STORE_LAG: '10s',
};

/** What of the stack's programs is not on PATH; undefined = all are. */
export const MISSING = missing();

/** How often Grafana's Alertmanager takes over what was provisioned; 60 s by default. */
const POLL_MS = 5000;

/** Of a program's log, in the report of a test that failed. */
const LAST_LINES = 12;

type Settings = Readonly<Record<string, string>>;

/** The whole stack without a demo, with a mailbox and a Teams channel; its parts can be stopped and started one by one. */
export class AlertStack {
  static readonly #prepared = new Set<AlertStack>();

  readonly mailbox: Mailbox;
  readonly channel: Channel;
  readonly grafana: string;
  readonly sidecar: string;
  readonly folder: string;
  readonly #stores: { readonly logs: string; readonly metrics: string };
  /** Each by itself, so that one can be ended while the others are watched. */
  readonly #running = new Map<string, Processes>();

  private constructor(
    folder: string,
    ports: readonly number[],
    receivers: { readonly mailbox: Mailbox; readonly channel: Channel },
  ) {
    const [grafana = '', sidecar = '', logs = '', metrics = ''] = ports.map(
      (port) => `http://127.0.0.1:${port}`,
    );
    this.folder = folder;
    this.grafana = grafana;
    this.sidecar = sidecar;
    this.#stores = { logs, metrics };
    this.mailbox = receivers.mailbox;
    this.channel = receivers.channel;
  }

  /** @param settings of `presage grafana`, besides mail and Teams */
  static async start(settings: Settings = {}): Promise<AlertStack> {
    const stack = await AlertStack.prepare();
    try {
      await stack.startLogs();
      stack.#startMetrics();
      await stack.startSidecar();
      await stack.startGrafana(settings);
      await rulesRun((path) => stack.ask(path));
    } catch (thrown) {
      await stack.explain({ status: 'failed', expectedStatus: 'passed' });
      await stack.stop();
      throw thrown;
    }
    return stack;
  }

  /** Whatever runs, also what a start that was given up has left. */
  static async stopAll(): Promise<void> {
    for (const stack of AlertStack.#prepared) await stack.stop();
  }

  /** With a mailbox and a channel, and no program yet. */
  static async prepare(): Promise<AlertStack> {
    const folder = await mkdtemp(join(tmpdir(), 'presage-alerts-'));
    await mkdir(join(folder, 'logs'));
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    const [mailbox, channel] = await Promise.all([openMailbox(), openChannel()]);
    const stack = new AlertStack(folder, ports, { mailbox, channel });
    AlertStack.#prepared.add(stack);
    return stack;
  }

  async stop(): Promise<void> {
    AlertStack.#prepared.delete(this);
    for (const program of [...this.#running.values()].reverse()) await program.stop();
    await Promise.all([this.mailbox.close(), this.channel.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** After a test that failed: what each program wrote last. The folder with the whole of it goes with the stack. */
  async explain({ status, expectedStatus }: { status?: string; expectedStatus: string }): Promise<void> {
    if (status === expectedStatus) return;
    for (const name of this.#running.keys()) {
      const log = await readFile(join(this.folder, 'logs', `${name}.log`), 'utf8').catch(() => '');
      const last = log.trimEnd().split('\n').slice(-LAST_LINES);
      process.stdout.write(
        `    ${name} wrote last:\n${last.map((line) => `      ${line.slice(0, 300)}\n`).join('')}`,
      );
    }
  }

  async startLogs(): Promise<void> {
    const { logs } = this.#stores;
    const folder = `-storageDataPath=${join(this.folder, 'victoria-logs')}`;
    const args = [
      `-httpListenAddr=${new URL(logs).host}`,
      folder,
      '-retentionPeriod=30d',
      '-loggerLevel=WARN',
    ];
    const running = this.#start('victoria-logs', victoria().logs, args);
    await running.answers(`${logs}/health`);
  }

  async startSidecar(): Promise<void> {
    const args = ['serve', '--listen', new URL(this.sidecar).host, '--data', join(this.folder, 'sidecar')];
    const { logs, metrics } = this.#stores;
    const running = this.#start(
      'sidecar',
      process.execPath,
      ['--disable-warning=ExperimentalWarning', MAIN, ...args],
      {
        ...QUICK,
        // Volume is scored after a minute instead of five.
        PRESAGE_WARMUP_BUCKETS: '6',
        PRESAGE_VICTORIALOGS_URL: logs,
        PRESAGE_VICTORIAMETRICS_URL: metrics,
      },
    );
    await running.answers(`${this.sidecar}/ready`);
  }

  /** Ends a program; it can be started again. */
  async end(name: 'sidecar' | 'victoria-logs' | 'grafana'): Promise<void> {
    await this.#running.get(name)?.stop();
  }

  /** Renders the rules and contact points anew, and has Grafana load them. */
  async reprovision(settings: Settings): Promise<void> {
    this.#render(settings);
    const reply = await this.ask('/api/admin/provisioning/alerting/reload', { method: 'POST' });
    if (!reply.ok) throw new Error(`Grafana refuses what is rendered: ${await reply.text()}`);
  }

  /** Resolves when Grafana's Alertmanager sends by what was provisioned last. */
  takenOver(): Promise<void> {
    return pause(2 * POLL_MS);
  }

  /** A request to Grafana as its admin. */
  ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.grafana}${path}`, {
      ...init,
      headers: { ...ADMIN, 'content-type': 'application/json' },
    });
  }

  /** Hands lines to the sidecar as a shipper does; all are taken. */
  async send(lines: readonly object[]): Promise<void> {
    const reply = await fetch(`${this.sidecar}/insert/jsonline`, {
      method: 'POST',
      headers: { 'content-type': 'application/stream+json' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    if (!reply.ok) throw new Error(`The sidecar refuses lines: ${await reply.text()}`);
  }

  #startMetrics(): void {
    const folder = `-storageDataPath=${join(this.folder, 'victoria-metrics')}`;
    const listen = `-httpListenAddr=${new URL(this.#stores.metrics).host}`;
    this.#start('victoria-metrics', victoria().metrics, [
      ...[listen, folder, '-search.latencyOffset=1s', '-loggerLevel=WARN'],
    ]);
  }

  async startGrafana(settings: Settings = {}): Promise<void> {
    const { grafana: program } = findPrograms(true);
    const folder = join(this.folder, 'grafana');
    const provisioning = join(this.folder, 'provisioning');
    await installPlugins(join(folder, 'plugins'));
    await provision(provisioning);
    this.#render(settings);
    const port = Number(new URL(this.grafana).port);
    const place = { folder, provisioning, port, anonymous: 'Viewer', password: PASSWORD } as const;
    const running = this.#start('grafana', program, grafanaArguments(program), {
      ...grafanaSettings(place),
      ...provisioningVariables(provisioning, { sidecar: this.sidecar, metrics: undefined }),
      GF_SERVER_ROOT_URL: `${this.grafana}/`,
      GF_UNIFIED_ALERTING_ALERTMANAGER_CONFIG_POLL_INTERVAL: `${POLL_MS / 1000}s`,
      GF_SMTP_ENABLED: 'true',
      GF_SMTP_HOST: this.mailbox.address,
      GF_SMTP_FROM_ADDRESS: 'grafana@example.com',
      GF_SMTP_STARTTLS_POLICY: 'NoStartTLS',
    });
    await running.answers(`${this.grafana}/api/health`);
  }

  #render(settings: Settings): void {
    const folder = join(this.folder, 'provisioning', 'alerting');
    const args = ['--disable-warning=ExperimentalWarning', MAIN, 'grafana', '--out', folder];
    const env = environment({
      ...QUICK,
      PRESAGE_ALERT_EMAIL: 'on-call@example.com',
      PRESAGE_ALERT_TEAMS_URL: this.channel.url,
      ...settings,
    });
    const done = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env });
    if (done.status !== 0) throw new Error(`presage grafana failed: ${done.stderr}`);
  }

  #start(name: string, program: string, args: readonly string[], added: Settings = {}): Processes {
    const processes = new Processes(join(this.folder, 'logs'));
    this.#running.set(name, processes);
    processes.start(name, program, args, added);
    return processes;
  }
}

function victoria(): { readonly logs: string; readonly metrics: string } {
  const { victoria: found } = findPrograms(false);
  if (found === undefined) throw new Error('findPrograms gave no VictoriaLogs although it was asked for.');
  return found;
}

function missing(): string | undefined {
  try {
    findPrograms(false);
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}
