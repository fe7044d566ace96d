import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const INSTALL_MS = 240_000;
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** Where Python finds the packages, or why it cannot have them, in a few words. */
export type PythonPackages =
  | { readonly folder: string; readonly missing?: undefined }
  | { readonly folder?: undefined; readonly missing: string };

/**
 * Packages of PyPI for a suite, put beside npm's once for each choice of them and each version of Python; no virtual environment
 * is needed, and nothing of the machine's is changed. Blocks while pip works: call it while a suite is loaded, where no test's time runs.
 *
 * @param packages pinned, as pip takes them
 */
export function installPython(packages: readonly string[]): PythonPackages {
  const python = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  if (python.status !== 0) return { missing: 'no python3 on PATH' };
  const key = createHash('sha256')
    .update([python.stdout.trim(), ...packages].join('\n'))
    .digest('hex');
  const folder = `${CACHE}presage-python-${key.slice(0, 12)}`;
  if (existsSync(folder)) return { folder };
  // Beside it first: a pip that was killed leaves nothing that looks whole.
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '0', '--timeout', '10'];
  const args = ['-m', 'pip', 'install', ...quiet, '--target', half, ...packages];
  const { status } = spawnSync('python3', args, { timeout: INSTALL_MS, stdio: 'ignore' });
  if (status === 0 && !existsSync(folder)) renameSync(half, folder);
  rmSync(half, { recursive: true, force: true });
  return existsSync(folder) ? { folder } : { missing: 'PyPI not within reach of pip' };
}
