/**
 * In: the contract's tables and schemas. Out: `schema.json`, `openapi.json` and the pages under docs/.
 * With `--check` nothing is written; a file that differs is named and the exit code is 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { artifacts, type Artifact } from './artifacts.ts';

const top = join(import.meta.dirname, '..', '..');

/** Line number and texts where the committed file first differs, undefined when it does not. */
function drift({ path, text }: Artifact): string | undefined {
  const file = join(top, path);
  if (!existsSync(file)) return `${path} is missing`;
  const committed = readFileSync(file, 'utf8').split('\n');
  const wanted = text.split('\n');
  const at = wanted.findIndex((line, index) => line !== committed[index]);
  if (at === -1 && committed.length === wanted.length) return undefined;
  const line = at === -1 ? wanted.length : at;
  return `${path}:${line + 1}\n  committed: ${committed[line] ?? '(end)'}\n  generated: ${wanted[line] ?? '(end)'}`;
}

function write({ path, text }: Artifact): void {
  const file = join(top, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (process.argv.includes('--check')) {
  const drifts = artifacts()
    .map(drift)
    .filter((found) => found !== undefined);
  if (drifts.length > 0) {
    console.error(`${drifts.join('\n')}\nRun \`npm run generate\` and commit what it writes.`);
    process.exitCode = 1;
  }
} else {
  artifacts().forEach(write);
}
