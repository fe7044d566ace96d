/** `npm run package`: builds the panel and zips it: presage-explain-panel-VERSION.zip. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { packPlugin } from '../../scripts/pack.mjs';

const folder = resolve(import.meta.dirname, '..');
const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: folder, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
packPlugin(folder);
