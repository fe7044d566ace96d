import { join } from 'node:path';
import { isNoSpace, writeAll } from './files.ts';
import type { OpenFile } from './files.ts';
import type { Cursor } from './journal.ts';
import { messageOf, refusal } from './log-context.ts';
import type { LogContext } from './log-context.ts';
import { SEGMENT_HEADER_BYTES, encodeSegmentHeader, segmentName } from './segment-file.ts';
import type { Segment } from './segment-list.ts';

/** Records written and synced together. */
export interface Commit {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
  /** Of the first record. */
  readonly sequence: number;
}

interface Current {
  readonly file: OpenFile;
  readonly segment: Segment;
}

/**
 * Owns the segment that is written. One call at a time. What it says is durable has been synced in a file that never
 * failed a sync; what failed is cut away, or left behind in a file that is never written again.
 */
export class SegmentWriter {
  readonly #context: LogContext;
  #current: Current | undefined;
  #lastNumber: number;

  constructor(context: LogContext) {
    this.#context = context;
    this.#lastNumber = context.segments.last?.number ?? 0;
  }

  /** Goes on behind the last segment's end. */
  async resume(segment: Segment): Promise<void> {
    this.#current = { file: await this.#context.files.open(segment.path, 'edit'), segment };
  }

  /** Starts a new segment, whose name tells the least sequence it may hold. */
  async startSegment(firstSequence: number): Promise<void> {
    await this.#start(firstSequence);
  }

  /** Start of the commit's first record, now durable. Rejects with a JournalError `full` or `failed`, and then nothing of it is kept. */
  async commit(commit: Commit): Promise<Cursor> {
    const { file, segment, end } = await this.#room(commit);
    try {
      await writeAll(file, commit.parts, end);
    } catch (thrown) {
      if (isNoSpace(thrown) && (await this.#cutBack(file, end))) throw refusal(this.#context, thrown);
      return this.#startOver(commit, thrown);
    }
    try {
      await this.#sync(file);
    } catch (thrown) {
      return this.#startOver(commit, thrown);
    }
    return this.#advance(segment, end, commit);
  }

  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await this.#closeQuietly(current?.file);
  }

  /** The segment to write to: a new one when there is none or this one is full. */
  async #room(commit: Commit): Promise<Current & { end: number }> {
    const { segmentBytes, log, name } = this.#context;
    const current = this.#current;
    const end = current === undefined ? 0 : current.segment.end;
    const isFull = end > SEGMENT_HEADER_BYTES && end + commit.bytes > segmentBytes;
    if (current !== undefined && !isFull) return { ...current, end };
    try {
      return { ...(await this.#start(commit.sequence)), end: SEGMENT_HEADER_BYTES };
    } catch (thrown) {
      // A sound segment may grow beyond its size rather than refuse entries, e.g. when no file can be opened.
      if (current === undefined) throw refusal(this.#context, thrown);
      log.warn('No new segment can be made: going on in the old one.', {
        log: name,
        error: messageOf(thrown),
      });
      return { ...current, end };
    }
  }

  async #start(firstSequence: number): Promise<Current> {
    const old = this.#current;
    this.#current = await this.#create(firstSequence);
    await this.#closeQuietly(old?.file);
    return this.#current;
  }

  async #create(firstSequence: number): Promise<Current> {
    const { files, folder, name, segments, writer, salt } = this.#context;
    const number = ++this.#lastNumber;
    const path = join(folder, segmentName(name, number, firstSequence));
    const file = await files.open(path, 'create');
    try {
      await writeAll(file, [encodeSegmentHeader(writer, salt)], 0);
      await file.sync();
      await files.syncFolder(folder);
    } catch (thrown) {
      await this.#discard(file, path);
      throw thrown;
    }
    const segment = { number, firstSequence, path, salt, end: SEGMENT_HEADER_BYTES };
    segments.add(segment);
    return { file, segment };
  }

  /**
   * The current file has failed: the kernel may have dropped what it could not write and call the pages clean, so it is never
   * synced again. The commit goes to a new segment; when that fails too, nothing of it stays.
   */
  async #startOver(commit: Commit, thrown: unknown): Promise<Cursor> {
    const { log, name, folder, segments } = this.#context;
    log.error('A segment cannot be written: left behind, its entries go to a new one.', {
      log: name,
      folder,
      error: messageOf(thrown),
    });
    await this.#abandon();
    let fresh: Current | undefined;
    try {
      fresh = await this.#create(commit.sequence);
      await writeAll(fresh.file, commit.parts, SEGMENT_HEADER_BYTES);
      await this.#sync(fresh.file);
    } catch (again) {
      if (fresh) {
        segments.remove(fresh.segment);
        await this.#discard(fresh.file, fresh.segment.path);
      }
      throw refusal(this.#context, again);
    }
    this.#current = fresh;
    return this.#advance(fresh.segment, SEGMENT_HEADER_BYTES, commit);
  }

  #advance(segment: Segment, start: number, commit: Commit): Cursor {
    this.#context.segments.setEnd(segment, start + commit.bytes);
    return { segment: segment.number, offset: start };
  }

  async #sync(file: OpenFile): Promise<void> {
    const { meter, name } = this.#context;
    const begun = performance.now();
    await file.sync();
    meter.observe('presage_journal_sync_seconds', { log: name }, (performance.now() - begun) / 1000);
  }

  async #cutBack(file: OpenFile, end: number): Promise<boolean> {
    try {
      await file.truncate(end);
      return true;
    } catch {
      return false;
    }
  }

  /** Readers stop at the durable end; the cut is for the next start only, so it may fail. */
  async #abandon(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined) return;
    await this.#cutBack(current.file, current.segment.end);
    await this.#closeQuietly(current.file);
  }

  async #discard(file: OpenFile, path: string): Promise<void> {
    await this.#closeQuietly(file);
    try {
      await this.#context.files.unlink(path);
    } catch (thrown) {
      this.#context.log.warn('A failed segment could not be removed.', { path, error: messageOf(thrown) });
    }
  }

  async #closeQuietly(file: OpenFile | undefined): Promise<void> {
    try {
      await file?.close();
    } catch (thrown) {
      this.#context.log.warn('A segment could not be closed.', { error: messageOf(thrown) });
    }
  }
}
