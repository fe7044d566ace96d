import type { DeadLetterReason, Meter } from '@presage/contract';
import type { Journal } from '../journal/journal.ts';
import { JournalError } from '../journal/journal.ts';

/** A line set aside, with why. */
export interface DeadLetter {
  readonly tenant: string;
  readonly source: string;
  readonly reason: DeadLetterReason;
  readonly message: string;
  readonly text: string;
}

export interface DeadLetterNote extends DeadLetter {
  /** RFC 3339. */
  readonly time: string;
}

const SAMPLE_CHARACTERS = 4096;
const LETTER = 32;
const RECENT = 50;

/** Lines that cannot go the road, kept durable with their reason up to a cap; beyond it the oldest go and are counted. */
export class DeadLetters {
  readonly #log: Journal;
  readonly #meter: Meter;
  readonly #counts = new Map<string, Map<DeadLetterReason, number>>();
  readonly #recent: DeadLetterNote[] = [];

  constructor(log: Journal, meter: Meter) {
    this.#log = log;
    this.#meter = meter;
  }

  /** Reads what an earlier run kept, so that counts and samples survive it. */
  async load(): Promise<void> {
    for await (const { entry } of this.#log.read(this.#log.tail())) {
      if (entry.type !== LETTER) continue;
      const letters = JSON.parse(Buffer.from(entry.payload).toString('utf8')) as DeadLetterNote[];
      for (const letter of letters) this.#note(letter);
    }
  }

  /** Resolves once the letters are on disk. */
  async add(letters: readonly DeadLetter[], nowMs: number): Promise<void> {
    if (letters.length === 0) return;
    const time = new Date(nowMs).toISOString();
    const notes = letters.map((letter) => ({
      ...letter,
      text: letter.text.slice(0, SAMPLE_CHARACTERS),
      time,
    }));
    await this.#append(Buffer.from(JSON.stringify(notes)), letters.length);
    for (const note of notes) {
      this.#meter.add('presage_dead_letters_total', { reason: note.reason });
      this.#note(note);
    }
  }

  /** Counts by reason, of one tenant or (undefined) of all. */
  counts(tenant: string | undefined): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const [owner, reasons] of this.#counts) {
      if (tenant !== undefined && owner !== tenant) continue;
      for (const [reason, count] of reasons) counts[reason] = (counts[reason] ?? 0) + count;
    }
    return counts;
  }

  /** Counts by reason and the newest samples of one tenant, newest first. */
  summary(tenant: string): { counts: Readonly<Record<string, number>>; recent: readonly DeadLetterNote[] } {
    return {
      counts: Object.fromEntries(this.#counts.get(tenant) ?? []),
      recent: this.#recent.filter((letter) => letter.tenant === tenant).reverse(),
    };
  }

  async #append(payload: Uint8Array, count: number): Promise<void> {
    const head = {
      type: LETTER,
      tenant: '',
      source: 'dead-letters',
      position: '',
      backfill: false,
      parameters: '',
      count,
    };
    try {
      await this.#log.append(head, payload);
    } catch (thrown) {
      if (!(thrown instanceof JournalError) || thrown.failure !== 'full') throw thrown;
      await this.#dropOldest();
      await this.#log.append(head, payload);
    }
  }

  /** The cap is reached: the oldest segment goes. */
  async #dropOldest(): Promise<void> {
    const { segment } = this.#log.tail();
    let letters = 0;
    for await (const { entry, start } of this.#log.read(this.#log.tail())) {
      if (start.segment > segment) break;
      letters += entry.count;
    }
    await this.#log.free({ segment: segment + 1, offset: 0 });
    this.#meter.add('presage_dead_letters_dropped_total', { reason: 'cap' }, letters);
  }

  #note(letter: DeadLetterNote): void {
    const counts = this.#counts.get(letter.tenant) ?? new Map<DeadLetterReason, number>();
    counts.set(letter.reason, (counts.get(letter.reason) ?? 0) + 1);
    this.#counts.set(letter.tenant, counts);
    this.#recent.push({ ...letter, text: letter.text.slice(0, 300) });
    if (this.#recent.length > RECENT) this.#recent.shift();
  }
}
