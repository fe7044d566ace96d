/** `npm test [-- PATTERN]`: installs everything, then runs every check; each step says how long it took, the first failure ends it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findGo, goEnvironment, pluginFolder } from './go.mjs';
import { install, node, root } from './workspace.mjs';

install('all');

const bin = (name) => join(root, 'node_modules', name);
const environment = {
  ...process.env,
  PATH: `${dirname(node)}:${process.env.PATH}`,
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};
// Settings of whoever runs the tests must not reach the sidecars that the tests start.
for (const name of Object.keys(environment)) if (name.startsWith('PRESAGE_')) delete environment[name];

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js')];
const pattern = process.argv.slice(2);
const checks = [
  ['types', [bin('typescript/bin/tsc'), '-p', 'tsconfig.json']],
  [
    'import rule',
    [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.mjs',
      'backend-sidecar',
      'contract',
    ],
  ],
  [
    'lint',
    [
      bin('eslint/bin/eslint.js'),
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint',
    ],
  ],
  ['formatting', [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn', '--cache']],
];
const panelFolder = join(root, 'panel-plugin');
const pluginSteps = [
  ['datasource', pluginFolder],
  ['panel', panelFolder],
].flatMap(([plugin, cwd]) => [
  { name: `types of the ${plugin}`, args: [bin('typescript/bin/tsc'), '--noEmit'], cwd },
  // Warnings are Grafana's deprecations: the replacement may not exist in the oldest Grafana that the plugin runs on.
  { name: `lint of the ${plugin}`, args: [bin('eslint/bin/eslint.js'), '.', '--cache', '--quiet'], cwd },
  { name: `tests of the ${plugin}`, args: [bin('jest/bin/jest.js'), '--maxWorkers', '2'], cwd },
]);

const all = [
  ...checks.map(([name, args]) => ({ name, args })),
  { name: 'tests', args: jest },
  ...pluginSteps,
  sizeStep(),
  ...goSteps(),
  browserStep(),
];
const steps = pattern.length > 0 ? [{ name: 'tests', args: [...jest, ...pattern] }] : all;

for (const { name, command = node, args, cwd = root, env = environment, skipped } of steps) {
  console.log(`\n── ${name}`);
  if (skipped) {
    console.log(`${name}: skipped. ${skipped}`);
    continue;
  }
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env });
  if (status !== 0) {
    console.error(`\n${name}: failed.`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: ok, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** The datasource's backend is tested where a Go that can build it is installed and its modules can be had. */
function goSteps() {
  const name = "tests of the datasource's backend";
  const { go, missing } = findGo();
  if (missing) return [{ name, skipped: `${missing}.` }];
  const at = { cwd: pluginFolder, env: { ...environment, ...goEnvironment } };
  const modules = spawnSync(go, ['mod', 'download'], { ...at, encoding: 'utf8' });
  if (modules.status !== 0)
    return [{ name, skipped: `Go's modules cannot be downloaded: ${modules.stderr.trim().slice(0, 300)}` }];
  // The race detector needs a C compiler; Go turns cgo off where there is none.
  const cgo = spawnSync(go, ['env', 'CGO_ENABLED'], { ...at, encoding: 'utf8' }).stdout.trim();
  const args = ['test', ...(cgo === '1' ? ['-race'] : []), '-vet=all', '-timeout', '120s', './pkg/...'];
  return [{ name, command: go, args, ...at }];
}

/** What a browser loads of the panel, once it is built. */
function sizeStep() {
  const name = 'size of the panel';
  if (!existsSync(join(panelFolder, 'dist', 'module.js')))
    return { name, skipped: 'The panel is not built (npm run build in panel-plugin).' };
  return { name, args: ['scripts/size.mjs'], cwd: panelFolder };
}

/** The plugins on a real Grafana, in a browser: where both are installed and the plugin is built. */
function browserStep() {
  const name = 'end-to-end tests on a real Grafana (the short ones; npm run e2e runs all)';
  const onPath = (program) =>
    (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
  const dist = join(pluginFolder, 'dist');
  const isBuilt =
    existsSync(join(dist, 'module.js')) && readdirSync(dist).some((file) => file.startsWith('gpx_'));
  const isPanelBuilt = existsSync(join(panelFolder, 'dist', 'module.js'));
  const missing = [
    ...(onPath('grafana') || process.env.GRAFANA_URL ? [] : ['grafana is not on PATH']),
    ...(onPath('chromium') || process.env.CHROMIUM ? [] : ['chromium is not on PATH']),
    ...(isBuilt
      ? []
      : ['the plugin is not built (npm run build and npm run build:backend in datasource-plugin)']),
    ...(isPanelBuilt ? [] : ['the panel is not built (npm run build in panel-plugin)']),
  ];
  if (missing.length > 0) return { name, skipped: `${missing.join('; ')}.` };
  // What waits for alerts to come and go takes ten minutes by itself.
  return {
    name,
    args: [join(root, 'e2e', 'run.ts'), 'datasource', 'panel', 'rights', 'logsql', 'plugin-e2e'],
  };
}
