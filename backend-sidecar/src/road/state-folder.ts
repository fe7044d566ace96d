import { createHash } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';
import type { Cursor } from '../journal/journal.ts';
import type { SavedPartition } from '../pipeline/verdict.ts';
import { isCursor } from './cursor-file.ts';

/** Where the pipeline stands in the journal: everything before it is part of the saved partitions. */
export interface Checkpoint {
  readonly cursor: Cursor;
  /** Next sequence to decide. */
  readonly sequence: number;
  readonly tickMs: number;
}

/** The pipeline's memory on disk: a file for each partition and one for the checkpoint, each replaced whole. */
export class StateFolder {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  checkpoint(): Promise<Checkpoint | undefined> {
    return this.#read('checkpoint.json', isCheckpoint);
  }

  saveCheckpoint(checkpoint: Checkpoint): Promise<void> {
    return this.#replace('checkpoint.json', JSON.stringify(checkpoint));
  }

  alerts(): Promise<unknown> {
    return this.#read('alerts.json', isAnything);
  }

  saveAlerts(saved: object): Promise<void> {
    return this.#replace('alerts.json', JSON.stringify(saved));
  }

  async *partitions(): AsyncIterable<SavedPartition> {
    await mkdir(join(this.#folder, 'partitions'), { recursive: true });
    for (const name of await readdir(join(this.#folder, 'partitions'))) {
      const saved = name.endsWith('.json')
        ? await this.#read(join('partitions', name), isSavedPartition)
        : undefined;
      if (saved !== undefined) yield saved;
    }
  }

  savePartition(saved: SavedPartition): Promise<void> {
    const name = createHash('sha256').update(saved.key).digest('hex').slice(0, 32);
    return this.#replace(join('partitions', `${name}.json`), JSON.stringify(saved));
  }

  /** A file that cannot be read is set aside with a word, not a reason to stop: its templates are learned again. */
  async #read<Saved>(name: string, isIt: (value: unknown) => value is Saved): Promise<Saved | undefined> {
    const path = join(this.#folder, name);
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (!isIt(value)) throw new Error('it is not what is kept in such a file');
      return value;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      this.#log.error('a state file cannot be read and is set aside', {
        file: path,
        reason: messageOf(thrown),
      });
      await rename(path, `${path}.unreadable`);
      return undefined;
    }
  }

  async #replace(name: string, text: string): Promise<void> {
    const path = join(this.#folder, name);
    const temporary = `${path}.new`;
    const file = await open(temporary, 'w').catch(async (thrown: unknown) => {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
      await mkdir(join(path, '..'), { recursive: true });
      return open(temporary, 'w');
    });
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  const { cursor, sequence, tickMs } = (value ?? {}) as Partial<Checkpoint>;
  return isCursor(cursor) && Number.isSafeInteger(sequence) && Number.isSafeInteger(tickMs);
}

function isSavedPartition(value: unknown): value is SavedPartition {
  const { key, position, state } = (value ?? {}) as Partial<SavedPartition>;
  return typeof key === 'string' && Number.isSafeInteger(position) && typeof state === 'string';
}

function isAnything(value: unknown): value is unknown {
  return value !== undefined;
}
