import type { OutboxBatch, RefusedRow } from '../store.ts';

/** What must be remembered of a batch that did not simply go through. */
export interface Trouble {
  /** Ids that were refused for good: neither counted nor sent again. */
  readonly refusedIds: Set<string>;
  /** Rows that were refused since the acknowledgement, told when the batch is settled. */
  readonly refused: RefusedRow[];
  /** Rows sent again so far. */
  resent: number;
  /** When rows were last sent again (monotonic), and whether the store acknowledged them; undefined = never. */
  resend: { atMs: number; acked: boolean } | undefined;
  /** How often rows were sent again and the store, in one and the same life, still lacked them. */
  failures: number;
}

/** Batches with something to remember, from their write until they are settled. The many others cost nothing here. */
export class TroubledBatches {
  readonly #troubles = new Map<string, Trouble>();
  /** When (monotonic) an attempt on a batch last failed. */
  readonly #failedMs = new Map<string, number>();

  find(batch: OutboxBatch): Trouble | undefined {
    return this.#troubles.get(keyOf(batch));
  }

  of(batch: OutboxBatch): Trouble {
    const key = keyOf(batch);
    let trouble = this.#troubles.get(key);
    if (!trouble) {
      trouble = { refusedIds: new Set(), refused: [], resent: 0, resend: undefined, failures: 0 };
      this.#troubles.set(key, trouble);
    }
    return trouble;
  }

  failed(batch: OutboxBatch, nowMs: number): void {
    this.#failedMs.set(keyOf(batch), nowMs);
  }

  failedAt(batch: OutboxBatch): number | undefined {
    return this.#failedMs.get(keyOf(batch));
  }

  /** The store has acknowledged it: attempts that failed before no longer matter. */
  written(batch: OutboxBatch): void {
    this.#failedMs.delete(keyOf(batch));
  }

  settled(batch: OutboxBatch): void {
    this.#troubles.delete(keyOf(batch));
  }

  get isEmpty(): boolean {
    return this.#troubles.size === 0;
  }
}

function keyOf(batch: OutboxBatch): string {
  return `${batch.tenant}|${batch.kind}|${batch.firstId}|${batch.lastId}|${batch.count}|${batch.minTimeMs}|${batch.payload.length}`;
}
