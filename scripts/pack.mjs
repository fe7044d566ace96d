/** Zips a built plugin as Grafana installs it: FOLDER/ID-VERSION.zip, with everything of `dist/` in one folder named as the plugin. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipOf } from './zip.mjs';

export function packPlugin(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const dist = join(folder, 'dist');
  const files = readdirSync(dist, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => statSync(join(dist, file)).isFile())
    .sort()
    .map((file) => ({
      name: `${name}/${file}`,
      content: readFileSync(join(dist, file)),
      isProgram: file.startsWith('gpx_'),
    }));
  const target = join(folder, `${name}-${version}.zip`);
  writeFileSync(target, zipOf(files));
  console.log(`${target}: ${files.length} files`);
}
