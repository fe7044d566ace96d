import { rename, writeFile } from 'node:fs/promises';

/** Durable when it resolves; after a crash at any moment the file holds the old text or the new one, whole. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { flush: true, mode: 0o600 });
  await rename(`${path}.new`, path);
}
