import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Cursor } from '../journal/journal.ts';

/**
 * Where a sink stands in the outbox, replaced whole. It is not synced: an older cursor after a power loss only means that batches
 * are asked for once more before they would be sent.
 */
export class CursorFile {
  readonly #path: string;
  #saved = '';

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<Cursor | undefined> {
    try {
      const cursor: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return isCursor(cursor) ? cursor : undefined;
    } catch (thrown) {
      if (thrown instanceof SyntaxError || (thrown as NodeJS.ErrnoException).code === 'ENOENT')
        return undefined;
      throw thrown;
    }
  }

  async save(cursor: Cursor): Promise<void> {
    const text = JSON.stringify(cursor);
    if (text === this.#saved) return;
    await writeFile(`${this.#path}.new`, text);
    await rename(`${this.#path}.new`, this.#path);
    this.#saved = text;
  }
}

/** Whether what a file holds is a cursor. */
export function isCursor(value: unknown): value is Cursor {
  const { segment, offset } = (value ?? {}) as Partial<Cursor>;
  return Number.isSafeInteger(segment) && Number.isSafeInteger(offset);
}
