/** `npm run build:backend [-- linux/arm64 …]`: the backend for this machine, or for the platforms named; `mage` builds all. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGo, goEnvironment, pluginFolder } from '../../scripts/go.mjs';

const { go, missing } = findGo();
if (missing) {
  console.error(`${missing}: the backend cannot be built. See https://go.dev/dl/.`);
  process.exit(1);
}
const os = { win32: 'windows' }[process.platform] ?? process.platform;
const cpu = { x64: 'amd64' }[process.arch] ?? process.arch;
const asked = process.argv.slice(2);
for (const platform of asked.length > 0 ? asked : [`${os}/${cpu}`]) {
  const [GOOS, GOARCH] = platform.split('/');
  const file = `gpx_presage_logs_datasource_${GOOS}_${GOARCH}${GOOS === 'windows' ? '.exe' : ''}`;
  const { status } = spawnSync(
    go,
    ['build', '-trimpath', '-ldflags', '-s -w', '-o', join('dist', file), './pkg'],
    { cwd: pluginFolder, stdio: 'inherit', env: { ...goEnvironment, GOOS, GOARCH, CGO_ENABLED: '0' } },
  );
  if (status !== 0) process.exit(status ?? 1);
  console.log(`dist/${file}`);
}

// As Grafana's Magefile writes it: the catalogue compares it with the source.
const sources = [
  'Magefile.go',
  ...readdirSync(join(pluginFolder, 'pkg'), { recursive: true }).map((file) => `pkg/${file}`),
]
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.go'))
  .sort();
const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(join(pluginFolder, file)))
    .digest('hex');
mkdirSync(join(pluginFolder, 'dist'), { recursive: true });
writeFileSync(
  join(pluginFolder, 'dist', 'go_plugin_build_manifest'),
  sources.map((file) => `${hashOf(file)}:${file}\n`).join(''),
);
