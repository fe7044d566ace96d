import { glob, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Rotated files that were packed: their lines were read before, and their bytes are no text. */
const PACKED = /\.(?:gz|zst|bz2|xz|lz4|zip)$/i;
const MAGIC = /[*?[\]{}]/;

export interface Found {
  readonly paths: readonly string[];
  /** Patterns for which there is nothing yet. */
  readonly missing: readonly string[];
}

/** Paths of what the patterns match, each once, in order. A pattern that is itself the path of something stands for that. */
export async function findFiles(patterns: readonly string[]): Promise<Found> {
  const paths = new Set<string>();
  const missing: string[] = [];
  for (const pattern of patterns) {
    if (await exists(pattern)) paths.add(pattern);
    else {
      const matches = await matchesOf(pattern);
      if (matches.length === 0) missing.push(pattern);
      for (const path of matches) if (!isPacked(path)) paths.add(path);
    }
  }
  return { paths: [...paths].sort(), missing };
}

/** Of the packed ones, those that are read here: as the backlog of the first start. */
export function isReadablePack(path: string): boolean {
  return /\.(?:gz|zst)$/i.test(path);
}

export function isPacked(path: string): boolean {
  return PACKED.test(path);
}

async function matchesOf(pattern: string): Promise<readonly string[]> {
  return MAGIC.test(pattern) ? Array.fromAsync(glob(pattern)) : [];
}

/** Where in the folder of a path the file with this inode is now; undefined = not there. */
export async function findMoved(path: string, device: string, inode: string): Promise<string | undefined> {
  for (const folder of await foldersOf(path)) {
    for (const name of await readdir(folder).catch(() => [])) {
      const found = await stat(join(folder, name), { bigint: true }).catch(() => undefined);
      if (found?.isFile() && found.ino.toString() === inode && found.dev.toString() === device) {
        return join(folder, name);
      }
    }
  }
  return undefined;
}

/** Its folder, and that of the file which it links to. */
async function foldersOf(path: string): Promise<ReadonlySet<string>> {
  const target = await realpath(path).catch(() => path);
  return new Set([dirname(path), dirname(target)]);
}

/** A path that may not be looked at is there: whoever opens it will say why it cannot be read. */
function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (thrown: unknown) => !['ENOENT', 'ENOTDIR'].includes((thrown as NodeJS.ErrnoException).code ?? ''),
  );
}
