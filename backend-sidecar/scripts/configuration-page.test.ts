import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { configurationPage } from './configuration-page.ts';

test('docs/configuration.md says what the settings say', () => {
  const committed = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');
  expect(committed).toBe(configurationPage());
});
