/** `npm run package`: builds everything and zips `dist/` as Grafana installs it: presage-logs-datasource-VERSION.zip. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginFolder } from '../../scripts/go.mjs';
import { zipOf } from './zip.mjs';

const { name, version } = JSON.parse(readFileSync(join(pluginFolder, 'package.json'), 'utf8'));
const platforms = process.argv.slice(2);
const steps = [['build'], ['build:backend', ...(platforms.length > 0 ? ['--', ...platforms] : [])]];
for (const step of steps) {
  const { status } = spawnSync('npm', ['run', '--silent', ...step], { cwd: pluginFolder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const dist = join(pluginFolder, 'dist');
const files = readdirSync(dist, { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => statSync(join(dist, file)).isFile())
  .sort()
  .map((file) => ({
    name: `${name}/${file}`,
    content: readFileSync(join(dist, file)),
    isProgram: file.startsWith('gpx_'),
  }));
const target = join(pluginFolder, `${name}-${version}.zip`);
writeFileSync(target, zipOf(files));
console.log(`${target}: ${files.length} files`);
