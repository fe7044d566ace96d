/**
 * Services that come over from another sidecar: before the first of their lines is journalled, what the other one had learned is,
 * so that a replay learns it at the same place. In: what an arrival holds. Out: states to journal first.
 */
import { serviceOf } from '../pipeline/parse/service.ts';
import type { LogRecord } from '../pipeline/record.ts';
import type { StateExchange } from './state-exchange.ts';

/** Services that are remembered at least; twice as many at most. One that is forgotten finds its own state to be the newest. */
const REMEMBERED = 20_000;

export class Welcome {
  readonly #states: StateExchange;
  /** When a service's lines last came here, ms. */
  #heardMs = new Map<string, number>();
  /** What `#heardMs` was until it was full. */
  #older = new Map<string, number>();

  constructor(states: StateExchange) {
    this.#states = states;
  }

  /** Compressed states of services that were another sidecar's until now. */
  statesFor(tenant: string, records: readonly LogRecord[], nowMs: number): Uint8Array[] {
    const states: Uint8Array[] = [];
    for (const service of new Set(records.map(serviceOf))) {
      const key = `${tenant}\0${service}`;
      const state = this.#states.left(key, this.#heardMs.get(key) ?? this.#older.get(key) ?? 0);
      if (state !== undefined) states.push(state);
      this.#heard(key, nowMs);
    }
    return states;
  }

  #heard(key: string, nowMs: number): void {
    this.#heardMs.set(key, nowMs);
    if (this.#heardMs.size < REMEMBERED) return;
    this.#older = this.#heardMs;
    this.#heardMs = new Map();
  }
}
