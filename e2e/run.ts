import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, relative, resolve } from 'node:path';
import { messageOf } from '../backend-sidecar/src/errors.ts';
import { isBuilt, PLUGINS } from '../stack/plugins.ts';
import { CHROMIUM, environment, GRAFANA_URL, SIDECAR_URL } from './config.ts';
import { startStack } from './stack.ts';

// `npm run e2e`: a real Grafana, the built plugins, a browser. Exits with Playwright's code, or 1 and one sentence. Whatever ends it
// (a failure, a program of the stack that ends by itself, Ctrl-C), nothing of it runs afterwards; the programs' logs of a failure stay.
const ROOT = resolve(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules', '.cache');
const LOGS = join(CACHE, 'e2e-logs');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function run(): Promise<number> {
  if (CHROMIUM === undefined)
    throw new Error('There is no Chromium: put `chromium` on PATH, or name one in CHROMIUM.');
  const never = new Promise<never>(() => undefined);
  if (GRAFANA_URL !== undefined) return test(GRAFANA_URL, SIDECAR_URL, never);
  const [datasource] = PLUGINS;
  if (!(await isBuilt(datasource)))
    throw new Error(
      'The plugin is not built: run `npm run build` and `npm run build:backend` in datasource-plugin.',
    );
  const stack = await startStack();
  let code = 1;
  try {
    return (code = await test(stack.urls.grafana, stack.urls.sidecar, stack.failed));
  } finally {
    await stack.stop(code === 0 ? undefined : LOGS);
    tell(code);
  }
}

/** Ends what was started: a signal by itself would not. */
function leave(): void {
  process.exit(1);
}

function tell(code: number): void {
  const at = (path: string): string => relative(ROOT, path);
  process.stdout.write(`Report with photographs: ${at(join(CACHE, 'e2e-report', 'index.html'))}\n`);
  if (code !== 0) process.stdout.write(`What the programs of the stack wrote: ${at(LOGS)}\n`);
}

/** Not spawnSync: this process has to watch over the stack meanwhile. Rejects when a program of it ends by itself. */
async function test(grafana: string, sidecar: string | undefined, failed: Promise<never>): Promise<number> {
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const asked = process.argv.slice(2);
  const child = spawn(process.execPath, [cli, 'test', '--config', 'e2e/playwright.config.ts', ...asked], {
    cwd: ROOT,
    env: environment({ GRAFANA_URL: grafana, SIDECAR_URL: sidecar ?? '', CHROMIUM: CHROMIUM ?? '' }),
    stdio: 'inherit',
  });
  const over = once(child, 'exit') as Promise<[number | null]>;
  // Playwright ends its browser and the stacks that suites have of their own at its first SIGINT, and dies of a second one: Ctrl-C
  // reaches it too.
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== 'SIGINT') child.kill('SIGINT');
  };
  SIGNALS.forEach((signal) => process.off(signal, leave).on(signal, pass));
  try {
    const [code] = await Promise.race([over, failed]);
    return code ?? 1;
  } finally {
    child.kill('SIGINT');
    await over;
    SIGNALS.forEach((signal) => process.off(signal, pass).on(signal, leave));
  }
}

SIGNALS.forEach((signal) => process.on(signal, leave));
try {
  process.exitCode = await run();
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 1;
}
