import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { readRunbook, RunbookFault, type RunbookPage } from './runbook.ts';

const EVERY_MS = 5000;
const MOST_FILES = 500;
const MOST_BYTES = 256 * 1024;

/**
 * The pages of a folder of Markdown files, read again when they change. A file that cannot be used is told once, with its line and
 * the reason; the page it was before stays.
 */
export class FreshRunbooks {
  readonly #folder: string | undefined;
  readonly #log: Log;
  readonly #files = new Map<string, { stamp: string; page: RunbookPage | undefined }>();
  #trouble = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string | undefined, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** A folder that is not there is told, and looked for again. */
  static async open(folder: string | undefined, log: Log): Promise<FreshRunbooks> {
    const fresh = new FreshRunbooks(folder, log);
    if (folder === undefined) return fresh;
    await fresh.refresh();
    fresh.#timer = setInterval(() => void fresh.refresh(), EVERY_MS);
    fresh.#timer.unref();
    return fresh;
  }

  get pages(): readonly RunbookPage[] {
    return [...this.#files.values()].map(({ page }) => page).filter((page) => page !== undefined);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Reads what has changed since it was last looked at. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#folder === undefined) return;
    const names = await this.#names(this.#folder);
    if (names === undefined) return;
    for (const gone of [...this.#files.keys()].filter((name) => !names.includes(name)))
      this.#files.delete(gone);
    for (const name of names) await this.#read(this.#folder, name);
  }

  async #names(folder: string): Promise<readonly string[] | undefined> {
    try {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const names = entries
        .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.(md|markdown)$/i.test(entry.name))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        // Kubernetes keeps what it mounts in such folders, under names that change, and links to it.
        .filter((name) => !name.startsWith('..'))
        .sort();
      const most =
        names.length > MOST_FILES ? `It has more than ${MOST_FILES} files; the first are read.` : '';
      this.#tellTrouble(most);
      return names.slice(0, MOST_FILES);
    } catch (thrown) {
      this.#tellTrouble(messageOf(thrown));
      return undefined;
    }
  }

  /** Once, until it changes. */
  #tellTrouble(reason: string): void {
    if (reason !== '' && reason !== this.#trouble)
      this.#log.warn('folder of runbooks: PRESAGE_RUNBOOKS', { folder: this.#folder, reason });
    this.#trouble = reason;
  }

  async #read(folder: string, name: string): Promise<void> {
    const before = this.#files.get(name);
    try {
      const { mtimeMs, size, ino } = await stat(join(folder, name));
      const stamp = `${mtimeMs} ${size} ${ino}`;
      if (before?.stamp === stamp) return;
      this.#files.set(name, { stamp, page: before?.page });
      if (size > MOST_BYTES) throw new RunbookFault(1, `It is over ${MOST_BYTES / 1024} KiB.`);
      const page = readRunbook(name, await readFile(join(folder, name), 'utf8'));
      this.#files.set(name, { stamp, page });
    } catch (thrown) {
      const line = thrown instanceof RunbookFault ? { line: thrown.line } : {};
      this.#log.error('runbook refused', { file: name, ...line, reason: messageOf(thrown) });
    }
  }
}
