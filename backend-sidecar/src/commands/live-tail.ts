import type { RowListener } from '../road/decide.ts';
import type { StoredRow } from '../stores/store.ts';

type Listener = (row: StoredRow) => void;

/** Decided lines for whoever listens, each tenant by itself. Costs nothing while nobody does. */
export class LiveTail implements RowListener {
  readonly #listeners = new Map<string, Set<Listener>>();

  get active(): boolean {
    return this.#listeners.size > 0;
  }

  heard(tenant: string, row: () => StoredRow): void {
    const listeners = this.#listeners.get(tenant);
    if (!listeners) return;
    const heard = row();
    for (const listener of listeners) listener(heard);
  }

  /** Returns what ends the subscription. */
  subscribe(tenant: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set<Listener>();
    this.#listeners.set(tenant, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(tenant);
    };
  }
}
