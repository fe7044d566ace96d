import { createHash } from 'node:crypto';
import type { Receipt } from '../sources/source.ts';

/** The receipt of a request that this process took; of one found in the journal, only that it was taken. */
type Known = Promise<Receipt> | 'journalled';

/** Longer keys are kept as their hash: a header may have 16 KiB. */
const LONGEST = 120;

/** What a sender's key is remembered as. */
export function keyOf(tenant: string, idempotencyKey: string): string {
  const key = `${tenant} ${idempotencyKey}`;
  return key.length <= LONGEST ? key : createHash('sha256').update(key).digest('base64url');
}

/** Idempotency keys of the last requests: a repeated key gets the first receipt instead of a second copy of its lines. */
export class KeyMemory {
  readonly #limit: number;
  #receipts = new Map<string, Known>();
  /** What `#receipts` was until it was full: taking the oldest out of one map, key by key, costs more the larger it is. */
  #older = new Map<string, Known>();

  /** @param limit so many keys are remembered at least, and at most twice as many */
  constructor(limit = 50_000) {
    this.#limit = limit;
  }

  /**
   * Runs `take` once a key, also for requests that come at the same time; a failed one may be tried again.
   *
   * @param inspect the receipt that the request gets when nothing of it is kept
   */
  once(key: string, take: () => Promise<Receipt>, inspect: () => Receipt): Promise<Receipt> {
    const known = this.#receipts.get(key) ?? this.#older.get(key);
    if (known === 'journalled') return Promise.resolve(inspect());
    if (known) return known;
    const receipt = take();
    this.#keep(key, receipt);
    receipt.catch(() => {
      this.#receipts.delete(key);
      this.#older.delete(key);
    });
    return receipt;
  }

  /** A key found in the journal at start. */
  recall(key: string): void {
    this.#keep(key, 'journalled');
  }

  #keep(key: string, receipt: Known): void {
    this.#receipts.set(key, receipt);
    if (this.#receipts.size < this.#limit) return;
    this.#older = this.#receipts;
    this.#receipts = new Map();
  }
}
