import { readFileSync } from 'fs';
import { join } from 'path';
import locale from './locales/en-US/presage-explain-panel.json';

/** Every `say('key', 'sentence')` of the two files of words, as the file for translators has them. */
function said(): Record<string, string> {
  const source = ['words.ts', 'options-words.ts']
    .map((file) => readFileSync(join(__dirname, file), 'utf8'))
    .join('\n');
  const calls = source.matchAll(/say\(\s*'([\w.-]+)',\s*('(?:[^'\\]|\\.)*'|"[^"]*")/g);
  return Object.fromEntries(Array.from(calls, ([, key = '', text = '']) => [key, text.slice(1, -1)]));
}

function flat(tree: object, path = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(tree).map(([name, value]: [string, string | object]) =>
      typeof value === 'string' ? { [path + name]: value } : flat(value, `${path}${name}.`),
    ),
  ) as Record<string, string>;
}

it('the file for translators has every sentence of the panel, and no other', () => {
  expect(Object.keys(said()).length).toBeGreaterThan(100);
  expect(flat(locale)).toEqual(said());
});
