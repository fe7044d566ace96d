import type { Appended, Cursor, Entry, EntryHead, Journal } from '../journal/journal.ts';
import { JournalError } from '../journal/journal.ts';

/** A journal without a disk: entry i lies at offset i of segment 1. Can be told to be full. */
export class MemoryJournal implements Journal {
  readonly writer = 'memory00';
  readonly entries: Entry[] = [];
  #freed = 0;
  #next = 0;
  isFull = false;
  nowMs = 1_000_000;

  append(head: EntryHead, payload: Uint8Array | readonly Uint8Array[]): Promise<Appended> {
    if (this.isFull) return Promise.reject(new JournalError('full', 'the test says so'));
    const bytes = payload instanceof Uint8Array ? payload : Buffer.concat(payload);
    const entry: Entry = {
      ...head,
      sequence: this.#next,
      arrivalMs: this.nowMs,
      arrivalNanos: 0,
      payload: bytes,
    };
    this.#next += head.count;
    this.entries.push(entry);
    return Promise.resolve({
      sequence: entry.sequence,
      arrivalMs: entry.arrivalMs,
      arrivalNanos: 0,
      end: this.head(),
    });
  }

  async *read(from: Cursor): AsyncIterable<{ entry: Entry; start: Cursor; end: Cursor }> {
    for (let i = Math.max(from.offset, this.#freed); i < this.entries.length; i++) {
      const entry = this.entries[i];
      await Promise.resolve();
      if (entry) yield { entry, start: { segment: 1, offset: i }, end: { segment: 1, offset: i + 1 } };
    }
  }

  tail(): Cursor {
    return { segment: 1, offset: this.#freed };
  }

  head(): Cursor {
    return { segment: 1, offset: this.entries.length };
  }

  nextSequence(): number {
    return this.#next;
  }

  skipTo(sequence: number): void {
    this.#next = Math.max(this.#next, sequence);
  }

  free(before: Cursor): Promise<void> {
    this.#freed = Math.max(this.#freed, before.offset);
    return Promise.resolve();
  }

  bytes(): number {
    return this.entries.slice(this.#freed).reduce((sum, entry) => sum + entry.payload.byteLength, 0);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
