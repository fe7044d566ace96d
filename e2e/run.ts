import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { isBuilt, PLUGINS } from '../stack/plugins.ts';
import { CHROMIUM, environment, GRAFANA_URL, SIDECAR_URL } from './config.ts';
import { startStack } from './stack.ts';

// `npm run e2e`: a real Grafana, the built plugin, a browser. Exits with Playwright's code, or 1 and one sentence.
const ROOT = resolve(import.meta.dirname, '..');

async function run(): Promise<number> {
  if (CHROMIUM === undefined)
    throw new Error('There is no Chromium: put `chromium` on PATH, or name one in CHROMIUM.');
  if (GRAFANA_URL !== undefined) return test(GRAFANA_URL, SIDECAR_URL);
  const [datasource] = PLUGINS;
  if (!(await isBuilt(datasource)))
    throw new Error(
      'The plugin is not built: run `npm run build` and `npm run build:backend` in datasource-plugin.',
    );
  const stack = await startStack();
  try {
    return await test(stack.urls.grafana, stack.urls.sidecar);
  } finally {
    await stack.stop();
  }
}

/** Not spawnSync: this process has to watch over the stack meanwhile. */
async function test(grafana: string, sidecar: string | undefined): Promise<number> {
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const asked = process.argv.slice(2);
  const child = spawn(process.execPath, [cli, 'test', '--config', 'e2e/playwright.config.ts', ...asked], {
    cwd: ROOT,
    env: environment({ GRAFANA_URL: grafana, SIDECAR_URL: sidecar ?? '', CHROMIUM: CHROMIUM ?? '' }),
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

try {
  process.exitCode = await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
