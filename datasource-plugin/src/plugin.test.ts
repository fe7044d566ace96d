import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portableDashboard } from './portable-dashboard';
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
