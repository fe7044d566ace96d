import type { Cursor } from '../journal/journal.ts';
import type { RecordBatch } from '../pipeline/record.ts';

export interface Handed {
  readonly batch: RecordBatch;
  /** Where the journal goes on behind it. */
  readonly end: Cursor;
  readonly bytes: number;
}

/** Batches handed over in memory hold at most this much; beyond it they are read back from the journal. */
const MAX_BYTES = 48 * 1024 * 1024;

/** Batches on their way from the journal's writing to their deciding, in order, perhaps with gaps. */
export class HandedBatches {
  readonly #queue: Handed[] = [];
  #bytes = 0;

  get first(): Handed | undefined {
    return this.#queue[0];
  }

  /** So much that a longer slice at a time is better. */
  get isMuch(): boolean {
    return this.#bytes > MAX_BYTES / 8;
  }

  /** What there is no room for is left to the journal. */
  add(handed: Handed): void {
    if (this.#bytes + handed.bytes > MAX_BYTES) return;
    this.#queue.push(handed);
    this.#bytes += handed.bytes;
  }

  take(): void {
    this.#bytes -= this.#queue.shift()?.bytes ?? 0;
  }
}
