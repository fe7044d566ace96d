import type { Cursor } from '../journal/journal.ts';
import type { OutboxHead } from './outbox-entry.ts';

/** An outbox entry on its way through one sink. */
export interface Passage {
  readonly start: Cursor;
  readonly end: Cursor;
  readonly sequence: number;
  readonly head: OutboxHead;
  /** Batches that the store has not acknowledged. */
  unacknowledged: number;
  /** Batches that are not yet on the store's disk. */
  unsettled: number;
}

export interface Acknowledged {
  readonly passage: Passage;
  readonly index: number;
  /** Monotonic. */
  readonly atMs: number;
}

/** The entries between a sink's cursor and what it has read, in order. */
export class Passages {
  #open: Passage[] = [];
  #cursor: Cursor;
  #throughSequence = -1;
  #lastAcknowledged: number | undefined;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** Everything before it is on the store's disk. */
  get cursor(): Cursor {
    return this.#cursor;
  }

  /** Last journal sequence of which everything is on the store's disk; -1 = not known yet. */
  get throughSequence(): number {
    return this.#throughSequence;
  }

  /** Outbox sequence up to which every entry is acknowledged; undefined = nothing was read since the start. */
  get acknowledgedThrough(): number | undefined {
    const first = this.#firstUnacknowledged();
    return first ? first.sequence - 1 : (this.#open.at(-1)?.sequence ?? this.#lastAcknowledged);
  }

  /** When the oldest entry that is not acknowledged was decided, ms since 1970. */
  oldestWaitingMs(): number | undefined {
    return this.#firstUnacknowledged()?.head.decidedMs;
  }

  firstSequence(): number | undefined {
    return this.#open[0]?.sequence;
  }

  add(place: Pick<Passage, 'start' | 'end' | 'sequence' | 'head'>, batches: number): Passage {
    const passage = { ...place, unacknowledged: batches, unsettled: batches };
    this.#open.push(passage);
    if (batches === 0) this.#forward();
    return passage;
  }

  settled(passage: Passage): void {
    passage.unsettled--;
    this.#forward();
  }

  #firstUnacknowledged(): Passage | undefined {
    return this.#open.find((passage) => passage.unacknowledged > 0);
  }

  #forward(): void {
    const firstOpen = this.#open.findIndex((passage) => passage.unsettled > 0);
    const done = firstOpen < 0 ? this.#open : this.#open.slice(0, firstOpen);
    const last = done.at(-1);
    if (!last) return;
    this.#open = this.#open.slice(done.length);
    this.#cursor = last.end;
    this.#lastAcknowledged = last.sequence;
    this.#throughSequence = last.head.throughSequence;
  }
}
