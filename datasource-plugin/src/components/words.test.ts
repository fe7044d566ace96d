import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import english from '../locales/en-US/presage-logs-datasource.json';
import plugin from '../plugin.json';
import { say } from './words';

const root = join(__dirname, '..');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\./.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

function keysOf(tree: object, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, string | object]) =>
    typeof value === 'string' ? [path + name] : keysOf(value, `${path}${name}.`),
  );
}

describe('the sentences of the editors', () => {
  test('are all said somewhere', () => {
    const all = sources.map(({ text }) => text).join('\n');
    // `kind.${kind}` says every sentence of the group.
    const groups = new Set(Array.from(all.matchAll(/`([\w-]+)\.\$\{/g), ([, group]) => group));
    const unused = keysOf(english).filter((key) => {
      const [group = ''] = key.split('.');
      return !all.includes(`'${key}'`) && !groups.has(group);
    });
    expect(unused).toEqual([]);
  });

  test('stand in no component but by their key', () => {
    const written = sources
      .filter(({ file }) => file.endsWith('.tsx'))
      .flatMap(({ file, text }) =>
        Array.from(
          text.matchAll(
            /(?:label|title|tooltip|placeholder|help|aria-label)="([A-Z][^"]*)"|>\s*([A-Z][a-z]+ [^<>{}=]*)</g,
          ),
          ([, attribute, child]) => `${file}: ${attribute ?? child ?? ''}`,
        ),
      );
    expect(written).toEqual([]);
  });

  test('have their values put in, unescaped: React does that', () => {
    expect(say('filter.remove', { name: '<b>&' })).toBe('Remove <b>&');
  });

  test('are in every language that plugin.json names', () => {
    for (const language of plugin.languages) {
      const file = join(root, 'locales', language, `${plugin.id}.json`);
      expect(keysOf(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual(keysOf(english));
    }
  });
});
