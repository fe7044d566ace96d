/**
 * The segment log: entries in, each durable before its append resolves; entries out again in order, streamed.
 * The journal (raw requests) and the outbox (decided batches) are two instances of it. It knows nothing of what an entry means.
 */

/** What an entry is. Readers skip types they do not know. */
export const ENTRY_TYPES = { lines: 1, correction: 2, marker: 3, label: 4, state: 5, decided: 16 } as const;

export interface EntryHead {
  readonly type: number;
  readonly tenant: string;
  readonly source: string;
  /** The source's own position; '' = none. */
  readonly position: string;
  readonly backfill: boolean;
  /** The request's parameters as JSON text; '' = none. */
  readonly parameters: string;
  /** Lines in the payload: the entry takes this many sequence numbers (at least 1). */
  readonly count: number;
}

export interface Entry extends EntryHead {
  /** Of the entry's first line. Grows by `count` from entry to entry, by more where appends were refused or the end was torn; never re-used, also across restarts. */
  readonly sequence: number;
  /** Never less than the entry's before, also when the clock steps back. */
  readonly arrivalMs: number;
  /** 0…999,999 within the millisecond. */
  readonly arrivalNanos: number;
  /** A view of what was read (a piece of about 1 MiB): who keeps it for long keeps a copy. */
  readonly payload: Uint8Array;
}

/** Where an entry starts or ends. */
export interface Cursor {
  readonly segment: number;
  readonly offset: number;
}

export interface Appended {
  readonly sequence: number;
  readonly arrivalMs: number;
  readonly arrivalNanos: number;
  /** Right behind the entry: where the next one starts. */
  readonly end: Cursor;
}

export interface Journal {
  /** Id of the writer, in every segment's header: 8 characters, constant for a data folder. */
  readonly writer: string;
  /**
   * Stamps and writes one entry. Stamps (sequence, arrival) are given in call order;
   * the promise resolves after fdatasync (shared by all appends waiting for it).
   * The payload must stay unchanged until then: it is not copied.
   * Rejects with a JournalError: `full` (byte cap or ENOSPC), `failed` (the disk refuses), `closed`.
   */
  append(head: EntryHead, payload: Uint8Array | readonly Uint8Array[]): Promise<Appended>;
  /**
   * Durable entries from `from` on, in order, streamed; ends at the durable head as it is on arrival there. Damaged entries are
   * quarantined and skipped. Freed segments are stepped over; a cursor beyond the log reads from the tail. Rejects with `closed`.
   */
  read(from: Cursor): AsyncIterable<{ entry: Entry; start: Cursor; end: Cursor }>;
  /** Start of the oldest entry kept. */
  tail(): Cursor;
  /** Right behind the newest durable entry. */
  head(): Cursor;
  /** Next sequence that append will give. */
  nextSequence(): number;
  /** Gives no sequence below this one from now on: the folder's other files know that they were given. */
  skipTo(sequence: number): void;
  /** Unlinks the segments before this position's own, never the last. Rejects with `failed`. */
  free(before: Cursor): Promise<void>;
  /** Bytes on disk. */
  bytes(): number;
  close(): Promise<void>;
}

export type JournalFailure = 'full' | 'failed' | 'closed' | 'locked';

export class JournalError extends Error {
  readonly failure: JournalFailure;
  constructor(failure: JournalFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'JournalError';
    this.failure = failure;
  }
}
