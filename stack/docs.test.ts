import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './config.ts';

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const scriptsOf = (folder: string): string[] =>
  Object.keys((JSON.parse(read(join(folder, 'package.json'))) as { scripts: object }).scripts);
/** A page may name what is run in the folder of a plugin. */
const COMMANDS = ['.', 'datasource-plugin', 'panel-plugin'].flatMap(scriptsOf);

test.each(PAGES)('%s links only to pages and pictures that are there', (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link ?? '');
  const own = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(own.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});

test.each(PAGES)('%s names only commands that there are', (page) => {
  const text = read(page);
  const runs = [...text.matchAll(/npm run ([\w:-]+)( -w| --workspace)?/g)];
  const named = runs.flatMap(([, name = '', workspace]) => (workspace === undefined ? [name] : []));
  expect(named.filter((name) => !COMMANDS.includes(name))).toEqual([]);
  const files = [...text.matchAll(/(?:^|[\s`])((?:deploy|docker|provisioning)\/[\w./-]*\.\w+)/g)].map(
    ([, file]) => file ?? '',
  );
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test.each(['docker/first-run.sh', 'deploy/kubernetes/grafana.sh'])(
  '%s is a script that a plain shell reads',
  (file) => {
    expect(() => execFileSync('sh', ['-n', join(ROOT, file)])).not.toThrow();
  },
);
