/** Runs a TypeScript file of the project on its own Node 24: `node scripts/run.mjs FILE [ARGUMENT…]`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install, node, root } from './workspace.mjs';

const [file, ...args] = process.argv.slice(2);
install('all');
process.exit(spawnSync(node, [join(root, file), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1);
