import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHROMIUM, environment, GRAFANA_URL } from './config.ts';
import { startStack } from './stack.ts';

// `npm run e2e`: a real Grafana, the built plugin, a browser. Exits with Playwright's code, or 1 and one sentence.
const ROOT = resolve(import.meta.dirname, '..');

async function run(): Promise<number> {
  if (CHROMIUM === undefined)
    throw new Error('There is no Chromium: put `chromium` on PATH, or name one in CHROMIUM.');
  if (GRAFANA_URL !== undefined) return test(GRAFANA_URL);
  const dist = join(ROOT, 'datasource-plugin/dist');
  const isBuilt =
    existsSync(join(dist, 'module.js')) && readdirSync(dist).some((file) => file.startsWith('gpx_'));
  if (!isBuilt)
    throw new Error(
      'The plugin is not built: run `npm run build` and `npm run build:backend` in datasource-plugin.',
    );
  const stack = await startStack();
  try {
    return test(stack.url);
  } finally {
    await stack.stop();
  }
}

function test(url: string): number {
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const asked = process.argv.slice(2);
  const { status } = spawnSync(
    process.execPath,
    [cli, 'test', '--config', 'e2e/playwright.config.ts', ...asked],
    {
      cwd: ROOT,
      env: environment({ GRAFANA_URL: url, CHROMIUM: CHROMIUM ?? '' }),
      stdio: 'inherit',
    },
  );
  return status ?? 1;
}

try {
  process.exitCode = await run();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
