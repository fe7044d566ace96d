/**
 * `npm run bundle [-- FOLDER]`: the sidecar as plain JavaScript that needs nothing but Node 24, for the image. Node strips no types
 * below node_modules, and a bundle starts without the packages' thousands of files.
 *
 *     FOLDER/package.json         name and version
 *     FOLDER/dist/main.js         the command line
 *     FOLDER/dist/demo.js         plays the invented shop to a sidecar
 *     FOLDER/dist/*-worker.js     threads of the embedded store, which main.js starts by their file names
 *     FOLDER/dist/native.wasm     compression of Kafka's client, which it reads from beside itself
 *     FOLDER/dist/chunk-*.js      what is loaded only when it is used: clouds, Kafka, models
 */
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { VERSION } from '../src/version.ts';

const SIDECAR = join(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(SIDECAR, 'dist'));

rmSync(target, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: SIDECAR,
  entryPoints: {
    main: 'src/main.ts',
    demo: 'demo/send.ts',
    'read-worker': 'src/stores/sqlite/read-worker.ts',
    'write-worker': 'src/stores/sqlite/write-worker.ts',
  },
  outdir: join(target, 'dist'),
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages ask for `require` and their own folder, which modules do not have.
  banner: {
    js: [
      "import { createRequire as bundleRequire } from 'node:module';",
      "import { dirname as bundleDirname } from 'node:path';",
      "import { fileURLToPath as bundlePath } from 'node:url';",
      'const require = bundleRequire(import.meta.url);',
      'const __filename = bundlePath(import.meta.url);',
      'const __dirname = bundleDirname(__filename);',
    ].join('\n'),
  },
});
const wasm = dirname(createRequire(import.meta.url).resolve('@platformatic/wasm-utils'));
copyFileSync(join(wasm, 'native.wasm'), join(target, 'dist', 'native.wasm'));
const manifest = {
  name: 'presage',
  version: VERSION,
  license: 'Apache-2.0',
  type: 'module',
  bin: { presage: 'dist/main.js' },
};
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.log(
  `${target}: ${Object.keys(metafile.outputs).length} files, ${(bytes / 1024 ** 2).toFixed(1)} MiB`,
);
