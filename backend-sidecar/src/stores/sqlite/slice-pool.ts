import { statSync } from 'node:fs';
import { isDamage, openForReading } from './schema.ts';
import { DamagedSliceError } from './slice-set.ts';
import { listSlices, type Slice } from './slice-files.ts';
import type { RunningQuery } from './running-query.ts';
import { SliceReader, type ScanLimits } from './slice-reader.ts';

/** Files kept open for reading. */
const OPEN_SLICES = 32;
const SCAN_LIMITS: ScanLimits = { fetchedRows: 20_000, pieceRows: 4096 };

/** The slices of a folder as a reading thread sees them; the writer makes and removes them at any time. */
export class SlicePool {
  readonly #folder: string;
  readonly #running: RunningQuery;
  readonly #limits: ScanLimits;
  /** Least recently used first. */
  readonly #open = new Map<string, OpenReader>();

  constructor(folder: string, running: RunningQuery, limits: ScanLimits = SCAN_LIMITS) {
    this.#folder = folder;
    this.#limits = limits;
    this.#running = running;
  }

  /** Slices that hold times of [fromMs, toMs], oldest first. */
  between(fromMs: number, toMs: number): Slice[] {
    const slices = listSlices(this.#folder);
    this.closeRemoved();
    return slices.filter(({ startMs, endMs }) => startMs <= toMs && endMs > fromMs);
  }

  /** Reads one slice; undefined when it was removed meanwhile. Tells which file is damaged. */
  read<Result>(slice: Slice, work: (reader: SliceReader) => Result): Result | undefined {
    this.#running.checkAlive();
    try {
      const open = this.#open.get(slice.path) ?? this.#openReader(slice);
      if (!open) return undefined;
      this.#open.delete(slice.path);
      this.#open.set(slice.path, open);
      return work(open.reader);
    } catch (thrown) {
      if (!isDamage(thrown)) throw thrown;
      this.#close(slice.path);
      throw new DamagedSliceError(slice.path, thrown);
    }
  }

  #openReader(slice: Slice): OpenReader | undefined {
    const db = openForReading(slice.path);
    if (!db) return undefined;
    const oldest = this.#open.size >= OPEN_SLICES ? this.#open.keys().next().value : undefined;
    if (oldest !== undefined) this.#close(oldest);
    return { reader: new SliceReader(slice, db, this.#running, this.#limits), inode: inodeOf(slice.path) };
  }

  /** Closes files that were removed, also where another has taken their place. */
  closeRemoved(): void {
    for (const [path, { inode }] of this.#open) if (inodeOf(path) !== inode) this.#close(path);
  }

  #close(path: string): void {
    this.#open.get(path)?.reader.close();
    this.#open.delete(path);
  }
}

interface OpenReader {
  readonly reader: SliceReader;
  readonly inode: bigint | undefined;
}

function inodeOf(path: string): bigint | undefined {
  return statSync(path, { throwIfNoEntry: false, bigint: true })?.ino;
}
