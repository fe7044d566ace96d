/** `npm run size`: fails when what a browser loads of the panel is 150 kB or more, gzipped. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const MOST = 150_000;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const sizes = readdirSync(dist)
  .filter((file) => file.endsWith('.js'))
  .map((file) => gzipSync(readFileSync(join(dist, file))).length);
const total = sizes.reduce((sum, size) => sum + size, 0);
console.log(`The panel is ${(total / 1000).toFixed(1)} kB gzipped, of at most ${MOST / 1000} kB.`);
process.exit(sizes.length > 0 && total < MOST ? 0 : 1);
