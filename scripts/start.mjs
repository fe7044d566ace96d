/** `npm start [-- --no-demo] [-- FILE…]`: installs what the sidecar needs and runs it, with the demo unless told otherwise. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, node, root } from './workspace.mjs';

install('run');
const given = process.argv.slice(2);
const isDemo =
  !given.includes('--no-demo') &&
  !given.some((argument) => !argument.startsWith('-')) &&
  !given.includes('--help');
const args = given.filter((argument) => argument !== '--no-demo');
const child = spawn(
  node,
  [join(root, 'backend-sidecar', 'src', 'main.ts'), 'serve', ...(isDemo ? ['--demo'] : []), ...args],
  {
    cwd: process.env.INIT_CWD ?? root,
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
