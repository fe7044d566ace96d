/** Writes docs/configuration.md from the table of settings; `--check` only tells whether the committed file says the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.ts';

const file = join(import.meta.dirname, '..', '..', 'docs', 'configuration.md');
if (!process.argv.includes('--check')) {
  writeFileSync(file, configurationPage());
} else if (readFileSync(file, 'utf8') !== configurationPage()) {
  console.error('docs/configuration.md is not what the settings say; run npm run generate and commit it.');
  process.exitCode = 1;
}
