import { Shares } from './shares.ts';

/** Sequences are booked together in steps of this many, so that an hour of one-line requests stays a short list. */
const STEP = 10_000;

interface Booked {
  through: number;
  readonly amounts: Map<string, number>;
}

/**
 * Whose bytes wait in the journal and the outbox until every store has them, against the journal's cap: when one sender fills
 * its share, it alone is told to wait. Starts empty after a restart.
 */
export class Backlog {
  readonly #shares: Shares;
  readonly #booked: Booked[] = [];

  constructor(capBytes: number) {
    this.#shares = new Shares(capBytes);
  }

  isOver(holder: string): boolean {
    return this.#shares.isOver(holder);
  }

  add(holder: string, bytes: number, lastSequence: number): void {
    this.#shares.add(holder, bytes);
    let booked = this.#booked.at(-1);
    if (!booked || Math.floor(booked.through / STEP) !== Math.floor(lastSequence / STEP)) {
      booked = { through: lastSequence, amounts: new Map() };
      this.#booked.push(booked);
    }
    booked.through = Math.max(booked.through, lastSequence);
    booked.amounts.set(holder, (booked.amounts.get(holder) ?? 0) + bytes);
  }

  /** Every store has all lines up to this sequence. */
  release(throughSequence: number): void {
    while (this.#booked[0] && this.#booked[0].through <= throughSequence) {
      for (const [holder, bytes] of this.#booked.shift()?.amounts ?? []) this.#shares.give(holder, bytes);
    }
  }
}
