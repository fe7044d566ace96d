import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Claims a stack's folder for this process until the returned step is run. Throws when another stack runs from it. */
export async function occupy(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'stack.pid');
  const other = Number(await readFile(file, 'utf8').catch(() => ''));
  if (other > 0 && isAlive(other))
    throw new Error(
      `A stack runs from ${folder} already (process ${other}). Stop it, or choose another folder by --data.`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Somebody else's process, which we may not signal, lives too.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
