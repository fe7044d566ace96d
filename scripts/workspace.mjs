/** What `npm start` and `npm test` share: is everything installed, and where is Node 24. Runs on Node 20, without any package. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

const stamp = join(root, 'node_modules', '.presage-installed');

/** `all` for tests, `run` for the sidecar alone. An `all` installation serves both. */
export function install(what) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (existsSync(node) && (installed === `all ${lock}` || installed === `${what} ${lock}`)) return;
  console.log(
    what === 'all'
      ? 'Installing everything (once; a minute) …'
      : 'Installing what the sidecar needs (once) …',
  );
  const only = what === 'all' ? [] : ['--omit=dev'];
  // npm sets its own configuration as environment of the script it runs; the child must not take a `--workspace` from it.
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...only], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'The installation failed; npm says why above. Presage needs Node 20 or newer with npm, and the npm registry.',
    );
    process.exit(result.status ?? 1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${what} ${lock}`);
}
