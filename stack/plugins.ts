import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environment, ROOT } from './config.ts';

/** Our Grafana plugins by their folder. */
export const PLUGINS = [
  { id: 'presage-logs-datasource', folder: 'datasource-plugin', hasBackend: true },
  { id: 'presage-explain-panel', folder: 'panel-plugin', hasBackend: false },
] as const;
export type Plugin = (typeof PLUGINS)[number];

export const PLUGIN_IDS: readonly string[] = PLUGINS.map(({ id }) => id);

/** Builds what was never built or is older than its sources. Throws when a build fails. */
export async function buildStale(say: (text: string) => void): Promise<void> {
  for (const plugin of PLUGINS) {
    const folder = join(ROOT, plugin.folder);
    const dist = join(folder, 'dist');
    const hasSource = existsSync(join(folder, 'src', 'plugin.json'));
    if (!hasSource) continue;
    if ((await newest(join(folder, 'src'))) > (await age(join(dist, 'module.js')))) {
      say(`building ${plugin.id} …`);
      run(['webpack', '-c', webpackOf(folder), '--env', 'production'], folder);
    }
    const backend = await backendOf(dist);
    if (plugin.hasBackend && (await newest(join(folder, 'pkg'))) > (await age(backend))) {
      say(`building the backend of ${plugin.id} …`);
      runNode([join('scripts', 'build-backend.mjs')], folder);
    }
  }
}

/** Whether a plugin can be loaded as it lies there. */
export async function isBuilt({ folder, hasBackend }: Plugin): Promise<boolean> {
  const dist = join(ROOT, folder, 'dist');
  if (!existsSync(join(dist, 'module.js'))) return false;
  return !hasBackend || existsSync(await backendOf(dist));
}

/** Copies the built plugins to where Grafana looks: a build that goes on must not change what it serves. */
export async function installPlugins(target: string): Promise<readonly string[]> {
  const installed: string[] = [];
  for (const plugin of PLUGINS) {
    const to = join(target, plugin.id);
    await rm(to, { recursive: true, force: true });
    if (!(await isBuilt(plugin))) continue;
    await mkdir(target, { recursive: true });
    await cp(join(ROOT, plugin.folder, 'dist'), to, { recursive: true });
    installed.push(plugin.id);
  }
  return installed;
}

/** A plugin's own configuration, or the scaffold's. */
function webpackOf(folder: string): string {
  const own = './webpack.config.ts';
  return existsSync(join(folder, own)) ? own : './.config/webpack/webpack.config.ts';
}

async function backendOf(dist: string): Promise<string> {
  const files = existsSync(dist) ? await readdir(dist) : [];
  const os = { win32: 'windows' }[process.platform as string] ?? process.platform;
  const cpu = { x64: 'amd64' }[process.arch as string] ?? process.arch;
  const file = files.find((name) => name.startsWith('gpx_') && name.includes(`_${os}_${cpu}`));
  return join(dist, file ?? 'gpx_missing');
}

/** When the newest file below a folder was written, ms; tests do not count. */
async function newest(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/[._]test\.(tsx?|go)$/.test(entry.name));
  const times = await Promise.all(files.map(({ parentPath, name }) => age(join(parentPath, name))));
  return Math.max(0, ...times);
}

async function age(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

function run([tool = '', ...args]: readonly string[], folder: string): void {
  const bin = [folder, ROOT].map((base) => join(base, 'node_modules', '.bin', tool)).find(existsSync);
  if (bin === undefined) throw new Error(`${tool} is not installed; run npm ci.`);
  finish(spawnSync(bin, args, optionsOf(folder)), `${tool} in ${folder}`);
}

function runNode(args: readonly string[], folder: string): void {
  finish(spawnSync(process.execPath, args, optionsOf(folder)), `${args.join(' ')} in ${folder}`);
}

function optionsOf(folder: string) {
  const path = `${dirname(process.execPath)}:${environment({})['PATH'] ?? ''}`;
  return { cwd: folder, encoding: 'utf8', env: environment({ PATH: path }) } as const;
}

function finish({ status, stdout, stderr }: ReturnType<typeof spawnSync>, what: string): void {
  if (status !== 0) throw new Error(`${what} failed:\n${String(stdout)}${String(stderr)}`.trimEnd());
}
