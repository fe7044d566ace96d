import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, ROOT } from './config.ts';

/** Kinds of which Grafana complains when their folder is not there. */
const KINDS = ['datasources', 'dashboards', 'alerting', 'plugins'] as const;
const MAIN = join(ROOT, 'backend-sidecar', 'src', 'main.ts');

/**
 * The folder that Grafana is provisioned from, made anew: the repository's files, those of `optional/` that are asked for, and what
 * `presage grafana` renders from the settings of the environment.
 */
export async function provision(target: string, optional: readonly string[] = []): Promise<void> {
  await rm(target, { recursive: true, force: true });
  for (const kind of KINDS) await mkdir(join(target, kind), { recursive: true });
  const from = join(ROOT, 'provisioning');
  for (const kind of ['datasources', 'dashboards'])
    await cp(join(from, kind), join(target, kind), { recursive: true });
  for (const file of optional)
    await cp(join(from, 'optional', 'datasources', file), join(target, 'datasources', file));
  if (existsSync(join(ROOT, 'backend-sidecar', 'src', 'commands', 'grafana.ts')))
    renderAlerting(join(target, 'alerting'));
}

/** What the provisioning files read from Grafana's environment. */
export function provisioningVariables(
  target: string,
  urls: { readonly sidecar: string; readonly metrics: string | undefined },
): Readonly<Record<string, string>> {
  return {
    PRESAGE_DASHBOARDS: join(target, 'dashboards'),
    PRESAGE_URL: urls.sidecar,
    PRESAGE_VICTORIAMETRICS_URL: urls.metrics ?? '',
  };
}

function renderAlerting(folder: string): void {
  const args = ['--disable-warning=ExperimentalWarning', MAIN, 'grafana', '--out', folder];
  const done = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', env: environment({}) });
  if (done.status !== 0) throw new Error(`presage grafana failed:\n${done.stdout}${done.stderr}`.trimEnd());
}
