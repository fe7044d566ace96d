import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portableDashboard } from './portable-dashboard';
import { gzipSync } from 'node:zlib';
import React from 'react';
import plugin from './plugin.json';

const boards = join(__dirname, '../../provisioning/dashboards');
const files = readdirSync(boards).filter((file) => file.endsWith('.json'));
const read = (file: string): string => readFileSync(join(boards, file), 'utf8');

describe('plugin.json', () => {
  test('includes every dashboard of ours by its title', () => {
    const included = plugin.includes.map(({ name, path }) => ({ name, path }));
    const own = files.map((file) => ({
      name: (JSON.parse(read(file)) as { title: string }).title,
      path: `dashboards/${file}`,
    }));
    const byPath = (a: { path: string }, b: { path: string }) => a.path.localeCompare(b.path);
    expect(included.sort(byPath)).toEqual(own.sort(byPath));
  });

  test('names pictures that exist', () => {
    const { logos, screenshots } = plugin.info;
    const paths = [logos.small, logos.large, ...screenshots.map(({ path }) => path)];
    expect(paths.filter((path) => !existsSync(join(__dirname, path)))).toEqual([]);
  });

  test('has pictures in its README by whole addresses, of files that exist', () => {
    const pictures = [
      ...readFileSync(join(__dirname, 'README.md'), 'utf8').matchAll(/!\[[^\]]*\]\(([^)]*)\)/g),
    ];
    expect(pictures.length).toBeGreaterThan(2);
    for (const [, address = ''] of pictures) {
      expect(address).toMatch(/^https:\/\/.*\/src\/img\/[\w-]+\.png$/);
      expect(existsSync(join(__dirname, 'img', address.split('/').at(-1) ?? ''))).toBe(true);
    }
  });
});

test.each(files)('the included %s asks for its datasource instead of naming one', (file) => {
  const text = portableDashboard(read(file));
  const fixed = /"type":\s*"presage-logs-datasource",\s*"uid":\s*"presage"/;
  expect(text).not.toMatch(fixed);
  expect(text).toContain('"uid": "${DS_PRESAGE}"');
  expect((JSON.parse(text) as { __inputs: unknown[] }).__inputs).toHaveLength(1);
  const named = text.replaceAll('${DS_PRESAGE}', 'presage');
  const { __inputs: _inputs, ...rest } = JSON.parse(named) as Record<string, unknown>;
  expect(rest).toEqual(JSON.parse(read(file)));
});

describe('the code', () => {
  const bundle = join(__dirname, '../dist/module.js');
  const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => join(__dirname, file));
  const built = existsSync(bundle) ? [bundle] : [];

  test('uses nothing that React 19 has removed', () => {
    const removed =
      /\.(?:defaultProps|propTypes|contextTypes|childContextTypes)\b|findDOMNode|unmountComponentAtNode|createFactory|ReactDOM\.(?:render|hydrate)\b|react-test-renderer|__SECRET_INTERNALS/;
    const found = [...sources, ...built].filter((file) => removed.test(readFileSync(file, 'utf8')));
    expect(found).toEqual([]);
  });

  test('runs on the React that was asked for', () => {
    const folder = process.env['REACT_MODULES'];
    const asked =
      folder === undefined ? undefined : (readJson(join(folder, 'react/package.json')).version as string);
    expect(React.version).toBe(asked ?? '18.3.1');
  });

  test('is below 250 kB for the browser', () => {
    for (const file of built) expect(gzipSync(readFileSync(file)).length).toBeLessThan(250_000);
  });
});

function readJson(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}
