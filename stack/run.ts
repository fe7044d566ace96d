// `npm run stack`: everything from programs on PATH, until Ctrl-C. Says where to look, or in words what is missing.
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT, variable } from './config.ts';
import { buildStale, PLUGIN_IDS } from './plugins.ts';
import { findPrograms } from './programs.ts';
import { startStack, type Stack } from './stack.ts';

const USAGE = `npm run stack [-- OPTION…]   Grafana, VictoriaLogs, VictoriaMetrics and Presage from programs on PATH

  --no-demo        no invented shop; point your shippers at the sidecar
  --embedded       without VictoriaLogs and VictoriaMetrics, on the sidecar's own store
  --free-ports     any free ports; otherwise 3000, 9480, 9428 and 8428 where they are free
  --no-build       take the plugins as they were built
  --data FOLDER    where everything is kept (default .presage/stack); remove it to start over
  --for SECONDS    stop by itself after that time

Settings of Presage (PRESAGE_…, docs/configuration.md) and Grafana (GF_…) are taken from the environment.
`;

const write = (text: string): void => void process.stdout.write(`${text}\n`);

function options() {
  return parseArgs({
    options: {
      'no-demo': { type: 'boolean', default: false },
      embedded: { type: 'boolean', default: false },
      'free-ports': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      data: { type: 'string' },
      for: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function main(): Promise<void> {
  const values = options();
  if (values.help) {
    write(USAGE);
    return;
  }
  const told = signalled();
  const programs = findPrograms(values.embedded);
  if (!values['no-build']) await buildStale(write);
  const started = performance.now();
  const isDemo = !values['no-demo'];
  const stack = await startStack({
    programs,
    folder: values.data === undefined ? join(ROOT, '.presage', 'stack') : resolve(base(), values.data),
    isDemo,
    ports: values['free-ports'] ? 'free' : 'usual',
    anonymous: 'Editor',
  });
  tell(stack, isDemo);
  const over = [told, stack.failed, ...(values.for === undefined ? [] : [pause(Number(values.for) * 1000)])];
  try {
    if (isDemo) await Promise.race([firstLine(stack, started), ...over]);
    await Promise.race(over);
  } finally {
    write('\nstopping …');
    await stack.stop();
    write('stopped.');
  }
}

/** npm runs scripts in the repository; a path is meant from where it was called. */
function base(): string {
  return variable('INIT_CWD') ?? process.cwd();
}

/** Ctrl-C reaches us from the terminal and from npm: what comes again while stopping is not another wish. */
function signalled(): Promise<void> {
  return new Promise((resolved) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolved());
  });
}

function tell({ urls, password, plugins }: Stack, isDemo: boolean): void {
  const without = PLUGIN_IDS.filter((id) => !plugins.includes(id));
  const { port } = new URL(urls.grafana);
  write(`
  Grafana           http://localhost:${port}/d/presage-overview   (you are an Editor; admin / ${password})
  Presage           ${urls.sidecar}/   (send logs to ${urls.sidecar}/insert/jsonline)
  VictoriaLogs      ${urls.logs === undefined ? 'not used: the embedded store' : `${urls.logs}/select/vmui/`}
  VictoriaMetrics   ${urls.metrics === undefined ? 'not used: the embedded store' : `${urls.metrics}/vmui/`}
`);
  if (without.length > 0) write(`  Not built, so not in Grafana: ${without.join(', ')}.`);
  write(
    `  ${isDemo ? 'An invented shop sends lines; its first fault begins after 35 s. ' : ''}Ctrl-C stops everything.`,
  );
}

/** Says when the first classified line can be seen, asked as a dashboard asks. */
async function firstLine({ urls }: Stack, started: number): Promise<void> {
  for (;;) {
    if ((await linesSeen(urls.grafana)) > 0) break;
    await pause(250);
  }
  write(
    `  The first classified line was on the dashboard ${((performance.now() - started) / 1000).toFixed(1)} s after the start.`,
  );
}

async function linesSeen(grafana: string): Promise<number> {
  const query = {
    refId: 'A',
    datasource: { uid: 'presage' },
    query_type: 'stats',
    instant: true,
    filters: [{ field: 'presage_class', op: '=~', values: ['.+'] }],
  };
  const reply = await fetch(`${grafana}/api/ds/query`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ from: 'now-15m', to: 'now', queries: [query] }),
  }).catch(() => undefined);
  if (reply?.ok !== true) return 0;
  const { results } = (await reply.json()) as {
    results: Record<string, { frames?: { data?: { values?: number[][] } }[] }>;
  };
  return results['A']?.frames?.[0]?.data?.values?.[0]?.[0] ?? 0;
}

try {
  await main();
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
