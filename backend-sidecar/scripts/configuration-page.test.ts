import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { configurationPage } from './configuration-page.ts';

test('docs/configuration.md says what the settings say', () => {
  const committed = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  expect(committed).toBe(configurationPage());
});
