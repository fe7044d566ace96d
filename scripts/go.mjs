/** Finds a Go that can build the datasource's backend: on PATH or where Go's own installer puts it, at least as new as go.mod asks. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './workspace.mjs';

export const pluginFolder = join(root, 'datasource-plugin');

/** Only what is installed: Go would fetch a newer toolchain by itself. */
export const goEnvironment = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' };

/** `{ go }`, the path of the program, or `{ missing }`, a sentence why there is none. */
export function findGo() {
  const [, needed = '0'] = /^go (\S+)$/m.exec(readFileSync(join(pluginFolder, 'go.mod'), 'utf8')) ?? [];
  const name = process.platform === 'win32' ? 'go.exe' : 'go';
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin'];
  const seen = [];
  for (const go of folders.map((folder) => join(folder, name)).filter((path) => existsSync(path))) {
    const told = spawnSync(go, ['version'], { encoding: 'utf8', env: goEnvironment, cwd: root }).stdout ?? '';
    const [, version = 'of unknown version'] = /go version go(\S+)/.exec(told) ?? [];
    if (isAtLeast(version, needed)) return { go };
    seen.push(version);
  }
  return {
    missing: `Go ${needed} or newer was not found${seen.length > 0 ? ` (only ${seen.join(', ')})` : ''}`,
  };
}

function isAtLeast(version, needed) {
  const [have, want] = [version, needed].map((text) => text.split('.').map(Number));
  for (const [index, part] of want.entries()) {
    if (have[index] !== part) return (have[index] ?? 0) > part;
  }
  return true;
}
