/** `npm test [-- PATTERN]`: installs everything, then runs every check; each step says how long it took, the first failure ends it. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
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
const steps = pattern.length > 0 ? [] : checks;
steps.push(['tests', [...jest, ...pattern]]);

for (const [name, args] of steps) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment });
  if (status !== 0) {
    console.error(`\n${name}: failed.`);
    process.exit(status ?? 1);
  }
  console.log(`${name}: ok, ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
