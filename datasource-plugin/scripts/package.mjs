/** `npm run package [-- linux/arm64 …]`: builds everything and zips it: presage-logs-datasource-VERSION.zip. */
import { spawnSync } from 'node:child_process';
import { pluginFolder } from '../../scripts/go.mjs';
import { packPlugin } from '../../scripts/pack.mjs';

const platforms = process.argv.slice(2);
const steps = [['build'], ['build:backend', ...(platforms.length > 0 ? ['--', ...platforms] : [])]];
for (const step of steps) {
  const { status } = spawnSync('npm', ['run', '--silent', ...step], { cwd: pluginFolder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
packPlugin(pluginFolder);
