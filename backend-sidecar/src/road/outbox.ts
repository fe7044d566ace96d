import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';
import { ENTRY_TYPES, type Journal } from '../journal/journal.ts';
import type { OutboxBatch } from '../stores/store.ts';
import { decodeOutboxEntry, encodeOutboxEntry, type OutboxHead } from './outbox-entry.ts';

/** How far decisions are kept: what a restart must not decide twice. */
export interface DecidedThrough {
  readonly sequence: number;
  readonly tickMs: number;
}

const RETRY_MS = 500;

/** The outbox as the pipeline fills it: one entry a flush, in order, tried until the disk takes it. */
export class Outbox {
  readonly log: Journal;
  readonly #notes: Log;
  readonly #appended: () => void;
  #chain: Promise<void> = Promise.resolve();
  #waiting = 0;
  #closed = false;
  /** Why nothing can be written at the moment. */
  trouble: string | undefined;

  /** @param appended called after each durable entry, so that the drains wake up */
  constructor(log: Journal, notes: Log, appended: () => void) {
    this.log = log;
    this.#notes = notes;
    this.#appended = appended;
  }

  /** Entries on their way to the disk; the pipeline pauses when it is ahead of the disk. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Entries are written in the order of the calls. Resolves when this one is durable. */
  add(position: Omit<OutboxHead, 'batches'>, sealed: Promise<OutboxBatch[]>): Promise<void> {
    this.#waiting++;
    this.#chain = this.#chain.then(async () => {
      const payload = encodeOutboxEntry(position, await sealed);
      await this.#append(payload);
      this.#waiting--;
      this.#appended();
    });
    return this.#chain;
  }

  /** Everything added so far is durable. */
  settled(): Promise<void> {
    return this.#chain;
  }

  close(): void {
    this.#closed = true;
  }

  async #append(payload: readonly Uint8Array[]): Promise<void> {
    const head = {
      type: ENTRY_TYPES.decided,
      tenant: '',
      source: 'pipeline',
      position: '',
      backfill: false,
      parameters: '',
      count: 1,
    };
    for (;;) {
      try {
        await this.log.append(head, payload);
        this.trouble = undefined;
        return;
      } catch (thrown) {
        if (this.#closed) throw thrown;
        if (this.trouble === undefined)
          this.#notes.warn('the outbox takes nothing; the pipeline waits', { reason: messageOf(thrown) });
        this.trouble = messageOf(thrown);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

/** Reads how far an earlier run decided: the head of the newest entry. */
export async function decidedThrough(log: Journal): Promise<DecidedThrough> {
  const newest = log.head().segment;
  for (let segment = newest; segment >= log.tail().segment; segment--) {
    let found: DecidedThrough | undefined;
    for await (const { entry } of log.read({ segment, offset: 0 })) {
      if (entry.type !== ENTRY_TYPES.decided) continue;
      const { head } = decodeOutboxEntry(entry.payload);
      found = { sequence: head.throughSequence, tickMs: head.throughTickMs };
    }
    if (found) return found;
  }
  return { sequence: -1, tickMs: Number.NEGATIVE_INFINITY };
}
