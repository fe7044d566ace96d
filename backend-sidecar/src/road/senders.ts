import { ENTRY_TYPES, type Journal } from '../journal/journal.ts';
import { keyOf, KeyMemory } from './key-memory.ts';
import { storedParameters } from './line-entry.ts';

/** Who sent what the journal still holds: idempotency keys, tenants, and how far sources that pull were. */
export class Senders {
  readonly keys = new KeyMemory();
  readonly tenants = new Set<string>();
  /** Source → key → newest position. */
  readonly #positions = new Map<string, Map<string, string>>();

  /** Reads the journal once, at the start. */
  async recall(journal: Journal): Promise<void> {
    for await (const { entry } of journal.read(journal.tail())) {
      if (entry.type !== ENTRY_TYPES.lines) continue;
      this.tenants.add(entry.tenant);
      const { idempotencyKey, origin } = storedParameters(entry);
      if (idempotencyKey !== undefined) this.keys.recall(keyOf(entry.tenant, idempotencyKey));
      if (entry.position !== '' && origin !== undefined)
        this.#positionsFor(entry.source).set(origin, entry.position);
    }
  }

  positionsOf(source: string): ReadonlyMap<string, string> {
    return this.#positions.get(source) ?? new Map<string, string>();
  }

  #positionsFor(source: string): Map<string, string> {
    const positions = this.#positions.get(source) ?? new Map<string, string>();
    this.#positions.set(source, positions);
    return positions;
  }
}
