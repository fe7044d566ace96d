import type { Log } from '@presage/contract';
import { MAX_SLICE_MS, isDamage } from './schema.ts';
import {
  dropSetAside,
  listSlices,
  planSlice,
  setAsideFile,
  sliceAt,
  sliceBytes,
  sliceOf,
  unlinkSlice,
  type Slice,
} from './slice-files.ts';
import { SliceWriter } from './slice-writer.ts';

export interface SliceSetOptions {
  readonly folder: string;
  readonly sliceMs: number;
  readonly retentionMs: number;
  readonly maxBytes: number;
  readonly log: Log;
}

/** Files open for writing at once. */
const OPEN_SLICES = 16;
/** A slice is cut at this part of the byte limit, so that the limit drops little at a time. */
const SLICES_IN_LIMIT = 16;
const MAX_SLICE_BYTES = 8 * 2 ** 30;

/**
 * The slices of a folder as their one writer sees them: opens them as times ask for, commits them together,
 * cuts full ones and drops old ones. Owns every file of the folder that is named as a slice.
 */
export class SliceSet {
  readonly #options: SliceSetOptions;
  readonly #sliceMs: number;
  #slices: Slice[];
  /** Least recently used first. */
  readonly #open = new Map<string, SliceWriter>();
  readonly #touched = new Set<SliceWriter>();

  constructor(options: SliceSetOptions) {
    this.#options = options;
    this.#sliceMs = Math.min(options.sliceMs, MAX_SLICE_MS);
    this.#slices = listSlices(options.folder);
  }

  /** Does work in the slice that takes a time, in a transaction that lasts until commit or rollback. */
  within<Result>(timeMs: number, work: (writer: SliceWriter) => Result): Result {
    const slice = sliceAt(this.#slices, timeMs) ?? this.#add(timeMs);
    return this.#guard(slice, () => {
      const writer = this.#open.get(slice.path) ?? this.#openWriter(slice);
      if (!this.#touched.has(writer)) this.#touch(writer);
      return work(writer);
    });
  }

  /** Makes all that was put durable. */
  commit(): void {
    for (const writer of this.#touched) {
      this.#guard(writer.slice, () => writer.commit());
      this.#touched.delete(writer);
      this.#cutIfFull(writer);
    }
  }

  rollback(): void {
    for (const writer of this.#touched) writer.rollback();
    this.#touched.clear();
  }

  /** Drops what is older than the retention, then the oldest until the bytes fit; the newest slice always stays. What was set aside goes by age too. Gives how many went. */
  retain(nowMs: number): number {
    const { folder, retentionMs, maxBytes, log } = this.#options;
    dropSetAside(folder, nowMs - retentionMs);
    const sized = this.#slices.map((slice) => ({ slice, bytes: sliceBytes(slice) }));
    let total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
    let dropped = 0;
    for (const { slice, bytes } of sized) {
      const isOld = slice.endMs <= nowMs - retentionMs;
      const isTooMuch = total > maxBytes && slice !== this.#slices.at(-1);
      if (!isOld && !isTooMuch) break;
      this.#forget(slice);
      unlinkSlice(slice);
      total -= bytes;
      dropped++;
      log.info(isOld ? 'a slice is past its retention' : 'a slice was dropped to keep the byte limit', {
        from: new Date(slice.startMs).toISOString(),
        to: new Date(slice.endMs).toISOString(),
        bytes,
      });
    }
    return dropped;
  }

  /** Takes a damaged slice out of use; its rows are no longer answered, its file is kept beside. */
  setAside(path: string, nowMs: number, reason: string): void {
    const slice = this.#slices.find((known) => known.path === path);
    if (!slice) return;
    this.#forget(slice);
    this.#options.log.error('a slice of the embedded store is damaged and was set aside', {
      file: setAsideFile(path, nowMs),
      reason,
    });
  }

  close(): void {
    this.rollback();
    for (const writer of this.#open.values()) writer.close();
    this.#open.clear();
  }

  #add(timeMs: number): Slice {
    const slice = planSlice(this.#options.folder, this.#slices, timeMs, this.#sliceMs);
    this.#slices = [...this.#slices, slice].sort((a, b) => a.startMs - b.startMs);
    return slice;
  }

  #openWriter(slice: Slice): SliceWriter {
    const oldest = this.#open.size >= OPEN_SLICES ? this.#open.values().next().value : undefined;
    if (oldest) this.#closeEarly(oldest);
    const writer = new SliceWriter(slice);
    this.#open.set(slice.path, writer);
    return writer;
  }

  /** Begins its transaction and makes it the most recently used. */
  #touch(writer: SliceWriter): void {
    this.#open.delete(writer.slice.path);
    this.#open.set(writer.slice.path, writer);
    writer.begin();
    this.#touched.add(writer);
  }

  /** A batch that spans more slices than may be open is committed in parts; sent again, it stores only what is missing. */
  #closeEarly(writer: SliceWriter): void {
    if (this.#touched.delete(writer)) this.#guard(writer.slice, () => writer.commit());
    this.#open.delete(writer.slice.path);
    writer.close();
  }

  /** The rows after the newest of a full slice go to a file of their own. */
  #cutIfFull(writer: SliceWriter): void {
    const limit = Math.min(this.#options.maxBytes / SLICES_IN_LIMIT, MAX_SLICE_BYTES);
    const { slice } = writer;
    if (
      writer.bytes() < limit ||
      this.#slices.some(({ startMs }) => startMs > slice.startMs && startMs < slice.endMs)
    )
      return;
    const cutMs = writer.cutMs();
    if (cutMs === undefined) return;
    this.#slices = [...this.#slices, sliceOf(this.#options.folder, cutMs, slice.endMs)];
    this.#slices.sort((a, b) => a.startMs - b.startMs);
  }

  /** Runs work on one file; tells which one is damaged. */
  #guard<Result>(slice: Slice, work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      if (isDamage(thrown)) throw new DamagedSliceError(slice.path, thrown);
      throw thrown;
    }
  }

  #forget(slice: Slice): void {
    const writer = this.#open.get(slice.path);
    this.#open.delete(slice.path);
    if (writer) {
      this.#touched.delete(writer);
      writer.close();
    }
    this.#slices = this.#slices.filter((known) => known !== slice);
  }
}

/** A file that SQLite cannot read as its own. */
export class DamagedSliceError extends Error {
  readonly path: string;
  constructor(path: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'DamagedSliceError';
    this.path = path;
  }
}
