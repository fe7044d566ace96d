/** Writes the pages of docs/ that are made from tables; `--check` only tells whether the committed files say the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.ts';
import { signaturesPage } from './signatures-page.ts';

const PAGES: Readonly<Record<string, () => string>> = {
  'configuration.md': configurationPage,
  'signatures.md': signaturesPage,
};

for (const [name, page] of Object.entries(PAGES)) {
  const file = join(import.meta.dirname, '..', '..', 'docs', name);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, page());
  } else if (readFileSync(file, 'utf8') !== page()) {
    console.error(`docs/${name} is not what the tables say; run npm run generate and commit it.`);
    process.exitCode = 1;
  }
}
