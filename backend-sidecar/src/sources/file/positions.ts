/**
 * How far each file was handed on. Two witnesses: this file, and the journal, in which every entry carries its position. The further
 * one wins at the start, so a crash between the two repeats nothing.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { originOf } from '../origin.ts';
import { replaceFile } from '../replace-file.ts';
import { Copies } from './copies.ts';
import type { FileHead } from './file-head.ts';

export interface FilePosition extends FileHead {
  /** Origin of the file's event ids, 8 hex: one generation of one file, never used for another. */
  readonly key: string;
  /** Where it was last seen. */
  readonly path: string;
  /** Behind the last byte of the last record that was acknowledged. */
  readonly offset: number;
  readonly device: string;
  readonly inode: string;
  /** Lines that start before this offset were there when the file was first seen. */
  readonly backfillUntil: number;
}

/** Positions kept of files that are no longer followed, in case they come back. */
const MAX_KEPT = 1000;

export class Positions {
  /** The file that keeps them. */
  readonly path: string;
  readonly copies: Copies;
  readonly #byKey: Map<string, FilePosition>;
  /** Also those of files that are gone: a key is never given twice while the journal can recall it. */
  readonly #used: Set<string>;
  #isChanged = false;

  private constructor(path: string, positions: readonly FilePosition[], nowMs: () => number) {
    this.path = path;
    this.copies = new Copies(nowMs);
    this.#byKey = new Map();
    for (const position of positions) {
      const other = this.#byKey.get(position.key);
      if (other === undefined || other.offset < position.offset) this.#byKey.set(position.key, position);
    }
    this.#used = new Set(this.#byKey.keys());
  }

  /**
   * @param recalled key → the newest position that the journal holds, as text
   * @param nowMs monotonic
   */
  static async open(
    folder: string,
    recalled: ReadonlyMap<string, string>,
    log: Log,
    nowMs: () => number,
  ): Promise<Positions> {
    const path = join(folder, 'positions.json');
    const fromJournal = [...recalled.values()].flatMap((text) => parsePositions(text, log, 'the journal'));
    return new Positions(path, [...(await load(path, log)), ...fromJournal], nowMs);
  }

  /** Positions that could be of the file with this inode. A device number may change when a machine starts again. */
  candidates(device: string, inode: string, path: string): readonly FilePosition[] {
    return [...this.#byKey.values()]
      .filter((known) => known.inode === inode && (known.device === device || known.path === path))
      .sort((a, b) => b.offset - a.offset);
  }

  knowsPath(path: string): boolean {
    return [...this.#byKey.values()].some((known) => known.path === path);
  }

  all(): readonly FilePosition[] {
    return [...this.#byKey.values()];
  }

  newKey(device: string, inode: string, head: FileHead): string {
    for (let turn = 0; ; turn++) {
      const identity = `${device}:${inode}:${head.headBytes}:${head.headHash}:${turn}`;
      const key = originOf(identity);
      if (this.#used.has(key)) continue;
      this.#used.add(key);
      return key;
    }
  }

  put(position: FilePosition): void {
    this.#byKey.set(position.key, position);
    this.#isChanged = true;
  }

  /** An inode has one content at a time: what was known of others is over. */
  forgetOthers({ key, device, inode }: FilePosition): void {
    for (const known of this.all()) {
      if (known.inode !== inode || known.device !== device || known.key === key) continue;
      this.copies.ended(known);
      this.remove(known.key);
    }
  }

  remove(key: string): void {
    this.#isChanged = this.#byKey.delete(key) || this.#isChanged;
  }

  /** Replaces the file in one step when anything changed. */
  async save(followed: ReadonlySet<string>): Promise<void> {
    if (!this.#isChanged) return;
    this.#isChanged = false;
    this.#forgetOldest(followed);
    const text = JSON.stringify({ format: 1, files: this.all() });
    await replaceFile(this.path, text);
  }

  /** The next save writes, whatever happened to the last one. */
  touch(): void {
    this.#isChanged = true;
  }

  #forgetOldest(followed: ReadonlySet<string>): void {
    const idle = [...this.#byKey.keys()].filter((key) => !followed.has(key));
    for (const key of idle.slice(0, Math.max(0, idle.length - MAX_KEPT))) this.#byKey.delete(key);
  }
}

async function load(path: string, log: Log): Promise<readonly FilePosition[]> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    return '';
  });
  return text === '' ? [] : parsePositions(text, log, path);
}

function parsePositions(text: string, log: Log, from: string): readonly FilePosition[] {
  try {
    const read = JSON.parse(text) as { readonly files?: readonly FilePosition[] } | FilePosition;
    const positions = 'files' in read ? (read.files ?? []) : [read as FilePosition];
    return positions.filter((position) => Number.isSafeInteger(position.offset));
  } catch (thrown) {
    log.warn('file positions cannot be read; files are resumed by what the journal knows', {
      from,
      reason: messageOf(thrown),
    });
    return [];
  }
}
