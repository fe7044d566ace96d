/** `npm run stack`: installs everything, then runs stack/run.ts until it is told to stop. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, node, root } from './workspace.mjs';

install('all');
const child = spawn(node, [join(root, 'stack', 'run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
