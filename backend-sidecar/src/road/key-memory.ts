import type { Receipt } from '../sources/source.ts';

/** Idempotency keys of the last requests: a repeated key gets the first receipt instead of a second copy of its lines. */
export class KeyMemory {
  readonly #limit: number;
  readonly #receipts = new Map<string, Promise<Receipt>>();

  constructor(limit = 100_000) {
    this.#limit = limit;
  }

  /** Runs `take` once a key, also for requests that come at the same time; a failed one may be tried again. */
  once(key: string, take: () => Promise<Receipt>): Promise<Receipt> {
    const known = this.#receipts.get(key);
    if (known) return known;
    const receipt = take();
    this.#keep(key, receipt);
    receipt.catch(() => this.#receipts.delete(key));
    return receipt;
  }

  /** A key found in the journal at start. */
  recall(key: string, accepted: number): void {
    this.#keep(key, Promise.resolve({ accepted, rejected: 0, errors: [] }));
  }

  #keep(key: string, receipt: Promise<Receipt>): void {
    this.#receipts.set(key, receipt);
    if (this.#receipts.size <= this.#limit) return;
    const oldest = this.#receipts.keys().next();
    if (!oldest.done) this.#receipts.delete(oldest.value);
  }
}
