/**
 * Entries come in by append, which resolves when they are durable; they go out in order by read, until free lets go of them.
 * Nothing acknowledged is lost, nothing is given a sequence twice, and no damage on disk stops a reader.
 */
import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import type { Log, Meter } from '@presage/contract';
import { codeOf, realFiles } from './files.ts';
import type { FileSeam } from './files.ts';
import { JournalError } from './journal.ts';
import type { Appended, Cursor, EntryHead, Journal } from './journal.ts';
import { refusal } from './log-context.ts';
import type { LogContext } from './log-context.ts';
import { Quarantine } from './quarantine.ts';
import { encodeRecord, recordBytes } from './record-codec.ts';
import type { EncodedRecord, Stamp } from './record-codec.ts';
import { cutTail, recover } from './recovery.ts';
import { SegmentList } from './segment-list.ts';
import { readSegments } from './segment-reader.ts';
import type { ReadEntry } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { Stamper, wallClock } from './stamper.ts';
import type { Clock } from './stamper.ts';

export interface SegmentLogOptions {
  /** Made if it does not exist. Lock it, or a folder above it, with lockFolder first. */
  readonly folder: string;
  /** `journal` or `outbox`: first part of the file names, label of the metrics. */
  readonly name: string;
  /** Cap on bytes(); an append that would pass it rejects with `full`. */
  readonly maxBytes: number;
  /** Rotation size; never more than an eighth of maxBytes, so that freeing makes room. */
  readonly segmentBytes?: number;
  /** 8 characters of [a-z0-9]. Default: the folder's own, random at its first start. */
  readonly writer?: string;
  readonly files?: FileSeam;
  readonly clock?: Clock;
  readonly meter?: Meter;
  readonly log?: Log;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** A commit takes no more than this, so that the first of many waiting appends need not wait for all bytes. */
const COMMIT_BYTES = 8 * 1024 * 1024;
/** Buffers that one writev takes (IOV_MAX of Linux). */
const COMMIT_PARTS = 1024;

interface Pending extends EncodedRecord {
  readonly stamp: Stamp;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** Opens the log: cuts a torn tail, finds the greatest sequence and arrival. Rejects with a JournalError `failed` or `full`. */
export async function openSegmentLog(options: SegmentLogOptions): Promise<Journal> {
  const { folder, name, files = realFiles, meter = SILENT_METER, log = SILENT_LOG } = options;
  if (options.writer !== undefined && !/^[a-z0-9]{8}$/.test(options.writer)) {
    throw new RangeError(`writer id ${options.writer} is not 8 characters of a-z, 0-9`);
  }
  const base = { folder, name, files, meter, log };
  try {
    const found = await recover(base, options.writer);
    const segments = new SegmentList();
    for (const segment of found.segments) segments.add(segment);
    const segmentBytes = Math.min(options.segmentBytes ?? SEGMENT_BYTES, Math.ceil(options.maxBytes / 8));
    const context = { ...base, segments, segmentBytes, writer: found.writer, salt: found.salt };
    const writer = new SegmentWriter(context);
    const last = segments.last;
    if (last !== undefined && found.appendable) await writer.resume(last);
    // The new segment's name keeps the sequences that the torn end may have taken, so it must stand before the cut.
    else await writer.startSegment(found.nextSequence);
    if (last !== undefined && found.tornBytes > 0) await cutTail(base, last, found.tornBytes);
    const stamper = new Stamper(options.clock ?? wallClock(), found.nextSequence, found.arrival);
    return new SegmentLog(context, writer, stamper, options.maxBytes);
  } catch (thrown) {
    throw refusal(base, thrown);
  }
}

class SegmentLog implements Journal {
  readonly #context: LogContext;
  readonly #output: SegmentWriter;
  readonly #stamper: Stamper;
  readonly #quarantine: Quarantine;
  readonly #maxBytes: number;
  #queue: Pending[] = [];
  /** Appended, not yet durable. */
  #pendingBytes = 0;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(context: LogContext, output: SegmentWriter, stamper: Stamper, maxBytes: number) {
    this.#context = context;
    this.#output = output;
    this.#stamper = stamper;
    this.#maxBytes = maxBytes;
    this.#quarantine = new Quarantine(context);
    context.meter.set('presage_journal_limit_bytes', { log: context.name }, maxBytes);
    this.#showBytes();
  }

  get writer(): string {
    return this.#context.writer;
  }

  append(head: EntryHead, payload: Uint8Array | readonly Uint8Array[]): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const parts = payload instanceof Uint8Array ? [payload] : payload;
      const bytes = recordBytes(head, parts);
      this.#admit(bytes);
      const stamp = this.#stamper.stamp(head.count);
      const record = encodeRecord(head, stamp, parts, bytes, this.#context.salt);
      this.#pendingBytes += bytes;
      this.#queue.push({ ...record, stamp, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  async *read(from: Cursor): AsyncGenerator<ReadEntry> {
    if (this.#closed) throw this.#closedError();
    yield* readSegments(this.#context, this.#quarantine, from);
  }

  tail(): Cursor {
    return this.#context.segments.tail;
  }

  head(): Cursor {
    return this.#context.segments.head;
  }

  nextSequence(): number {
    return this.#stamper.nextSequence;
  }

  skipTo(sequence: number): void {
    this.#stamper.skipTo(sequence);
  }

  bytes(): number {
    return this.#context.segments.bytes;
  }

  /** Keeps the last segment, whose name carries the sequence on, and the cursor's. Rejects with a JournalError `failed`. */
  async free(before: Cursor): Promise<void> {
    const { segments, files, folder } = this.#context;
    const done = segments.all.filter(
      (segment) => segment !== segments.last && segment.number < before.segment,
    );
    if (done.length === 0) return;
    try {
      for (const segment of done) {
        await files.unlink(segment.path).catch((thrown: unknown) => {
          if (codeOf(thrown) !== 'ENOENT') throw thrown;
        });
        segments.remove(segment);
      }
      await files.syncFolder(folder);
    } catch (thrown) {
      throw refusal(this.#context, thrown);
    } finally {
      this.#showBytes();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    await this.#output.close();
  }

  /** Throws when there is no room or no open log. */
  #admit(bytes: number): void {
    if (this.#closed) throw this.#closedError();
    const { segments, name } = this.#context;
    if (segments.bytes + this.#pendingBytes + bytes <= this.#maxBytes) return;
    throw new JournalError(
      'full',
      `The ${name} holds ${segments.bytes} of at most ${this.#maxBytes} bytes and has no room for ${bytes} more. ` +
        'It drains as the stores catch up; check them, or raise the limit.',
    );
  }

  #closedError(): JournalError {
    return new JournalError('closed', `The ${this.#context.name} is closed: the process is stopping.`);
  }

  /** Commits until nothing waits. While one commit is written and synced, the next gathers. Never rejects. */
  async #drain(): Promise<void> {
    // What is appended in this turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      await this.#commit(this.#take());
      this.#showBytes();
    }
    this.#draining = undefined;
  }

  #take(): Pending[] {
    let bytes = 0;
    let parts = 0;
    const most = Math.min(COMMIT_BYTES, this.#context.segmentBytes);
    const stop = this.#queue.findIndex((pending, index) => {
      bytes += pending.bytes;
      parts += pending.parts.length;
      return index > 0 && (bytes > most || parts > COMMIT_PARTS);
    });
    return this.#queue.splice(0, stop < 0 ? this.#queue.length : stop);
  }

  async #commit(batch: readonly Pending[]): Promise<void> {
    const parts = batch.flatMap((pending) => pending.parts);
    const bytes = batch.reduce((sum, pending) => sum + pending.bytes, 0);
    try {
      const start = await this.#output.commit({ parts, bytes, sequence: batch[0]?.stamp.sequence ?? 0 });
      let offset = start.offset;
      for (const { stamp, bytes: length, resolve } of batch) {
        offset += length;
        resolve({ ...stamp, end: { segment: start.segment, offset } });
      }
    } catch (thrown) {
      const error = refusal(this.#context, thrown);
      for (const { reject } of batch) reject(error);
    } finally {
      this.#pendingBytes -= bytes;
    }
  }

  #showBytes(): void {
    const { meter, name, segments } = this.#context;
    meter.set('presage_journal_bytes', { log: name }, segments.bytes);
  }
}
