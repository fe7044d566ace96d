/**
 * Outbox in, a store out: sends each batch of the kinds that the sink takes, in order, a few at a time, for ever until it is
 * acknowledged, then watches it until it is on the store's disk. Only then does the sink's cursor move past it.
 */
import type { Log, Meter } from '@presage/contract';
import { PresageError, messageOf } from '../errors.ts';
import type { Cursor, Journal } from '../journal/journal.ts';
import type { OutboxBatch, RefusedRow, Sink } from '../stores/store.ts';
import type { Clock } from './clock.ts';
import type { CursorFile } from './cursor-file.ts';
import type { DeadLetters } from './dead-letters.ts';
import { decodeOutboxEntry } from './outbox-entry.ts';
import { Passages, type Acknowledged, type Passage } from './passages.ts';
import { Signal, pause } from './signal.ts';

export interface DrainParts {
  readonly sink: Sink;
  readonly outbox: Journal;
  readonly cursorFile: CursorFile;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
  /** 0…1, for the jitter of retries. */
  readonly random: () => number;
  /** The sink's cursor has moved: what lies before may be freed. */
  readonly moved: () => void;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 15_000;
const SETTLE_EVERY_MS = 1000;
/** Entries behind the cursor that an earlier run may have sent: these are asked for before they are sent. */
const DOUBTFUL_ENTRIES = 512;

export class Drain {
  readonly #parts: DrainParts;
  readonly #abort = new AbortController();
  readonly #passages: Passages;
  readonly #signal = new Signal();
  #acknowledged: Acknowledged[] = [];
  #doubtfulThrough = -1;
  #inFlight = 0;
  #isCursorLost = false;
  #running: Promise<unknown> = Promise.resolve();
  /** Why the store takes nothing at the moment. */
  trouble: string | undefined;

  constructor(parts: DrainParts, cursor: Cursor) {
    this.#parts = parts;
    this.#passages = new Passages(cursor);
  }

  get name(): string {
    return this.#parts.sink.name;
  }

  get kinds(): Sink['kinds'] {
    return this.#parts.sink.kinds;
  }

  /** No query waits for it. */
  get isOutput(): boolean {
    return this.#parts.sink.isOutput === true;
  }

  /** Everything before it is on this store's disk. */
  get cursor(): Cursor {
    return this.#passages.cursor;
  }

  /** Last journal sequence of which this store has everything on its disk. */
  get throughSequence(): number {
    return this.#passages.throughSequence;
  }

  /** Entries and age of what the store has not acknowledged. */
  lag(): { batches: number; seconds: number } {
    const oldest = this.#passages.oldestWaitingMs();
    const read = this.#passages.acknowledgedThrough;
    return {
      batches: read === undefined ? 0 : Math.max(0, this.#parts.outbox.nextSequence() - 1 - read),
      seconds: oldest === undefined ? 0 : Math.max(0, (this.#parts.clock.nowMs() - oldest) / 1000),
    };
  }

  start(): void {
    this.#doubtfulThrough = this.#parts.outbox.nextSequence() - 1;
    this.#running = Promise.all([this.#sendAll(), this.#settleAll()]);
  }

  /** Something was appended to the outbox. */
  wake(): void {
    this.#signal.wake();
  }

  /** Resolves when all that the outbox holds now is acknowledged (true), or after `ms` (false). */
  async acknowledged(ms: number): Promise<boolean> {
    const newest = this.#parts.outbox.nextSequence() - 1;
    const until = this.#parts.clock.monotonicMs() + ms;
    const isDone = (): boolean =>
      (this.#passages.acknowledgedThrough ?? -1) >= newest || this.#nothingToSend();
    while (!isDone() && this.#parts.clock.monotonicMs() < until) await pause(20, this.#abort.signal);
    return isDone();
  }

  /** Ends at once; what is not noted as stored is asked for, and sent if it is missing, at the next start. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.wake();
    await this.#running;
    await this.#saveCursor();
  }

  #isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  #nothingToSend(): boolean {
    const { cursor } = this.#passages;
    const head = this.#parts.outbox.head();
    return cursor.segment === head.segment && cursor.offset >= head.offset;
  }

  async #sendAll(): Promise<void> {
    let position = this.cursor;
    while (!this.#isStopped()) {
      try {
        for await (const { entry, start, end } of this.#parts.outbox.read(position)) {
          position = end;
          await this.#send({ start, end, sequence: entry.sequence }, entry.payload);
          if (this.#isStopped()) return;
        }
        await this.#signal.wait();
      } catch (thrown) {
        // No file can be opened, say: what the outbox holds is read on from here.
        this.#note(thrown);
        await pause(SETTLE_EVERY_MS, this.#abort.signal);
      }
    }
  }

  async #send(place: { start: Cursor; end: Cursor; sequence: number }, payload: Uint8Array): Promise<void> {
    const { head, batches } = decodeOutboxEntry(payload);
    const mine = [...batches.entries()].filter(([, batch]) => this.#parts.sink.kinds.includes(batch.kind));
    const passage = this.#passages.add({ ...place, head }, mine.length);
    if (mine.length === 0) this.#parts.moved();
    for (const [index, batch] of mine) {
      while (this.#inFlight >= this.#parts.sink.concurrency && !this.#isStopped()) await this.#signal.wait();
      if (this.#isStopped()) return;
      this.#inFlight++;
      void this.#deliver(passage, batch, index).finally(() => {
        this.#inFlight--;
        this.wake();
      });
    }
  }

  /** Tries for ever; only the end of the process stops it. */
  async #deliver(passage: Passage, batch: OutboxBatch, index: number): Promise<void> {
    const { sink, clock } = this.#parts;
    let doubtful = this.#mayBeStored(passage);
    for (let attempt = 0; !this.#isStopped(); attempt++) {
      const startedMs = clock.monotonicMs();
      try {
        const { refused } = await sink.write(batch, { doubtful, signal: this.#abort.signal });
        this.#count('ok', startedMs);
        await this.#setAside(batch, refused);
        this.#recovered();
        passage.unacknowledged--;
        this.#acknowledged.push({ passage, index, atMs: clock.monotonicMs() });
        return;
      } catch (thrown) {
        if (this.#isStopped()) return;
        this.#count('retry', startedMs);
        this.#note(thrown);
        doubtful = true;
        await pause(this.#retryMs(attempt, thrown), this.#abort.signal);
      }
    }
  }

  /** Whether an earlier run may have sent it without living to note it. */
  #mayBeStored({ sequence }: Passage): boolean {
    return (
      sequence <= this.#doubtfulThrough &&
      sequence <= (this.#passages.firstSequence() ?? sequence) + DOUBTFUL_ENTRIES
    );
  }

  #retryMs(attempt: number, thrown: unknown): number {
    const asked =
      thrown instanceof PresageError && thrown.retryAfter !== undefined ? thrown.retryAfter * 1000 : 0;
    const grown = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
    return Math.max(asked, grown * (0.5 + this.#parts.random() / 2));
  }

  async #settleAll(): Promise<void> {
    while (!this.#isStopped()) {
      const pending = this.#acknowledged;
      this.#acknowledged = [];
      const left = await this.#settleEach(pending);
      this.#acknowledged = [...left, ...this.#acknowledged];
      if (left.length < pending.length) this.#parts.moved();
      await this.#saveCursor();
      await pause(SETTLE_EVERY_MS, this.#abort.signal);
    }
  }

  /** A disk that takes no cursor does not end the drain, which may be what empties the disk: the next round tries again. */
  async #saveCursor(): Promise<void> {
    try {
      await this.#parts.cursorFile.save(this.cursor);
      this.#isCursorLost = false;
    } catch (thrown) {
      const facts = { store: this.name, reason: messageOf(thrown) };
      if (!this.#isCursorLost)
        this.#parts.log.warn('how far a store is cannot be noted on disk; it is tried again', facts);
      this.#isCursorLost = true;
    }
  }

  /** The batches that have to be asked for again. A store that fails is not asked for the rest. */
  async #settleEach(pending: readonly Acknowledged[]): Promise<Acknowledged[]> {
    const left: Acknowledged[] = [];
    for (const [i, acknowledged] of pending.entries()) {
      try {
        if (this.#isStopped() || !(await this.#settle(acknowledged))) left.push(acknowledged);
      } catch (thrown) {
        if (!this.#isStopped()) this.#note(thrown);
        return [...left, ...pending.slice(i)];
      }
    }
    return left;
  }

  /** False = not yet on the store's disk, as far as anyone can say. */
  async #settle({ passage, index, atMs }: Acknowledged): Promise<boolean> {
    const outcome = await this.#parts.sink.settle(
      () => this.#reload(passage, index),
      atMs,
      this.#abort.signal,
    );
    if (outcome === 'wait') return false;
    if (outcome.refused.length > 0) await this.#setAside(await this.#reload(passage, index), outcome.refused);
    this.#passages.settled(passage);
    return true;
  }

  async #reload(passage: Passage, index: number): Promise<OutboxBatch> {
    for await (const { entry } of this.#parts.outbox.read(passage.start)) {
      const batch =
        entry.sequence === passage.sequence ? decodeOutboxEntry(entry.payload).batches[index] : undefined;
      if (batch) return batch;
      break;
    }
    throw new Error(`outbox entry ${passage.sequence} cannot be read although ${this.name} still needs it`);
  }

  async #setAside(batch: OutboxBatch, refused: readonly RefusedRow[]): Promise<void> {
    if (refused.length === 0) return;
    this.#parts.meter.add(
      'presage_store_rows_total',
      { store: this.name, outcome: 'dropped' },
      refused.length,
    );
    const letters = refused.map(({ line, reason, message }) => ({
      tenant: batch.tenant,
      source: this.name,
      reason,
      message,
      text: line,
    }));
    await this.#parts.deadLetters.add(letters, this.#parts.clock.nowMs());
  }

  #recovered(): void {
    if (this.trouble !== undefined) this.#parts.log.info('a store takes batches again', { store: this.name });
    this.trouble = undefined;
  }

  #note(thrown: unknown): void {
    if (this.trouble === undefined) {
      this.#parts.log.warn('a store takes nothing; its batches wait in the outbox', {
        store: this.name,
        reason: messageOf(thrown),
      });
    }
    this.trouble = messageOf(thrown);
  }

  #count(outcome: 'ok' | 'retry', startedMs: number): void {
    const store = this.name;
    this.#parts.meter.add('presage_store_requests_total', { store, outcome });
    this.#parts.meter.observe(
      'presage_store_seconds',
      { store },
      (this.#parts.clock.monotonicMs() - startedMs) / 1000,
    );
  }
}
