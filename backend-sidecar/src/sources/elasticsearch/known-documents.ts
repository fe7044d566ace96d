import { createHash } from 'node:crypto';
import type { BulkAction } from './bulk-body.ts';

/** Longer keys are kept as their hash. */
const LONGEST = 120;

type State = true | Promise<unknown>;

/** The newest documents with an `_id` of the sender's: one that comes again is answered as the first was, and not stored again. */
export class KnownDocuments {
  readonly #limit: number;
  /** Key → true once it is durable; before that, what its request waits for. */
  #keys = new Map<string, State>();
  /** What `#keys` was until it was full: taking the oldest out of one map, key by key, costs more the larger it is. */
  #older = new Map<string, State>();

  /** @param limit so many are remembered at least, and at most twice as many */
  constructor(limit = 50_000) {
    this.#limit = limit;
  }

  /**
   * Hands those documents to `store` that are neither durable nor on their way, each once; waits for the ones that other requests
   * bring, and takes them over where those fail. `store` resolves when what it did not refuse is durable, with what it refused.
   *
   * @param keys of the documents in order; undefined = always new
   */
  async storeNew<Answer>(
    keys: readonly (string | undefined)[],
    store: (
      fresh: readonly number[],
    ) => Promise<{ readonly answer: Answer; readonly refused: ReadonlySet<number> }>,
  ): Promise<Answer> {
    for (let others = this.#onTheirWay(keys); others.length > 0; others = this.#onTheirWay(keys))
      await Promise.allSettled(others);
    const fresh = this.#freshOf(keys);
    const storing = store(fresh);
    for (const at of fresh) this.#keep(keys[at], storing);
    try {
      const { answer, refused } = await storing;
      for (const at of fresh) {
        if (refused.has(at)) this.#drop(keys[at], storing);
        else this.#keep(keys[at], true);
      }
      return answer;
    } catch (thrown) {
      for (const at of fresh) this.#drop(keys[at], storing);
      throw thrown;
    }
  }

  #onTheirWay(keys: readonly (string | undefined)[]): Promise<unknown>[] {
    const waiting = new Set<Promise<unknown>>();
    for (const key of keys) {
      const known = key === undefined ? undefined : this.#stateOf(key);
      if (known !== undefined && known !== true) waiting.add(known);
    }
    return [...waiting];
  }

  /** Of equal ones in one request the first. */
  #freshOf(keys: readonly (string | undefined)[]): number[] {
    const here = new Set<string>();
    const fresh: number[] = [];
    for (const [at, key] of keys.entries()) {
      if (key !== undefined && (this.#stateOf(key) !== undefined || here.has(key))) continue;
      if (key !== undefined) here.add(key);
      fresh.push(at);
    }
    return fresh;
  }

  #stateOf(key: string): State | undefined {
    return this.#keys.get(key) ?? this.#older.get(key);
  }

  #keep(key: string | undefined, state: State): void {
    if (key === undefined) return;
    this.#keys.set(key, state);
    if (this.#keys.size < this.#limit) return;
    this.#older = this.#keys;
    this.#keys = new Map();
  }

  #drop(key: string | undefined, storing: Promise<unknown>): void {
    if (key === undefined) return;
    for (const keys of [this.#keys, this.#older]) if (keys.get(key) === storing) keys.delete(key);
  }
}

/**
 * What a document is known by: `create` never replaces, so its id is all; `index` replaces, so another text is another line.
 * Undefined without an id of the sender's.
 */
export function keyOf({ verb, index, id }: BulkAction, document: string): string | undefined {
  if (id === undefined) return undefined;
  const key = JSON.stringify(verb === 'create' ? [index, id] : [index, id, document]);
  return key.length <= LONGEST ? key : createHash('sha256').update(key).digest('base64url');
}
