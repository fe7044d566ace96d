/**
 * Journal in, outbox out: hands every journalled line to the pipeline exactly once, in order, with a tick at every bucket
 * boundary between them, and gathers the decisions. Takes batches from memory while it keeps up and from the journal when behind.
 * Works in short slices, so that an acknowledgement never waits behind it.
 */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { BUCKET_MS, type Log, type Meter } from '@presage/contract';
import { messageOf } from '../errors.ts';
import { ENTRY_TYPES, type Cursor, type Entry, type Journal } from '../journal/journal.ts';
import type { RecordBatch } from '../pipeline/record.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { bucketStart, type Clock } from './clock.ts';
import { Decider, type AlertListener, type RowListener } from './decide.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { EntryGuard } from './entry-guard.ts';
import { HandedBatches } from './handed.ts';
import { batchOf } from './line-entry.ts';
import type { DecidedThrough, Outbox } from './outbox.ts';
import { Signal } from './signal.ts';
import { tell } from './tell.ts';

export interface RunnerParts {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly pipeline: Pipeline;
  readonly deadLetters: DeadLetters;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
  /** Lines as they are decided, for the live tail. */
  readonly live: RowListener;
  readonly alerts?: AlertListener;
  /** Before and after each journal entry; lets a restart see which entry killed the process. */
  readonly guard?: EntryGuard;
}

const FLUSH_CHARACTERS = 2 * 1024 * 1024;
const FLUSH_MS = 250;
const SLICE_LINES = 128;
/** Longest stretch without giving the event loop back: short while all is well, longer the further we are behind. */
const SLICE_MS = 2;
const SLICE_MS_BEHIND = 12;
/** An idle bucket is closed this long after its end: a line stamped within it may still be on its way to the disk. */
const TICK_GRACE_MS = 2000;
/** A gap without ticks longer than this means that we were down: the buckets in between say nothing about the services. */
const DOWN_MS = 2 * 60_000;

export class PipelineRunner {
  readonly #parts: RunnerParts;
  readonly #decider: Decider;
  readonly #handed = new HandedBatches();
  #cursor: Cursor;
  #nextSequence: number;
  #tickMs: number;
  #oldestWaitingMs: number | undefined;
  #flushedAtMs = 0;
  readonly #signal = new Signal();
  /** Where what an earlier run left ends. */
  readonly #left: { readonly sequence: number; readonly head: Cursor };
  #isPastLeft = false;
  #stopping = false;
  #stopAtMs = Number.POSITIVE_INFINITY;
  #running: Promise<void> = Promise.resolve();

  constructor(
    parts: RunnerParts,
    from: { cursor: Cursor; sequence: number; tickMs: number },
    decided: DecidedThrough,
  ) {
    this.#parts = parts;
    this.#cursor = from.cursor;
    this.#nextSequence = from.sequence;
    this.#tickMs = from.tickMs;
    this.#left = { sequence: parts.journal.nextSequence(), head: parts.journal.head() };
    this.#decider = new Decider(parts, decided);
  }

  /** Where the next undecided entry starts, and what is decided. */
  position(): { cursor: Cursor; sequence: number; tickMs: number } {
    return { cursor: this.#cursor, sequence: this.#nextSequence, tickMs: this.#tickMs };
  }

  lag(): { lines: number; seconds: number } {
    const lines = this.#isAtHead() ? 0 : Math.max(0, this.#parts.journal.nextSequence() - this.#nextSequence);
    const oldest = lines === 0 ? undefined : (this.#oldestWaitingMs ?? this.#handed.first?.batch.arrivalMs);
    return {
      lines,
      seconds: oldest === undefined ? 0 : Math.max(0, (this.#parts.clock.nowMs() - oldest) / 1000),
    };
  }

  handOver(batch: RecordBatch, end: Cursor, bytes: number): void {
    this.#handed.add({ batch, end, bytes });
    this.wake();
  }

  /** Something was journalled that is not handed over. */
  wake(): void {
    this.#signal.wake();
  }

  /**
   * Decides what an earlier run left, then all that comes until `stop`. Resolves when the former is durable in the outbox, or the
   * stop came before; rejects when it cannot be decided, and then nothing is.
   */
  start(): Promise<void> {
    const replayed = this.#replay();
    this.#running = replayed.then(
      () => this.#loop(),
      () => undefined,
    );
    return replayed;
  }

  /** What comes meanwhile may be decided along with it. */
  async #replay(): Promise<void> {
    await this.#readJournal();
    if (this.#isLate()) return;
    const first = this.#handed.first?.batch;
    const { sequence, head } = this.#left;
    // What the journal could not read at its end is behind us, too.
    if (this.#nextSequence < sequence && (first?.sequence ?? sequence) >= sequence)
      this.#advance(sequence, head);
    this.#stepOverDown(first?.arrivalMs ?? this.#parts.clock.nowMs());
    await this.flush();
  }

  /** The time that we were down says nothing about the services: it ends with what comes first. */
  #stepOverDown(nowMs: number): void {
    if (this.#isPastLeft) return;
    this.#isPastLeft = true;
    if (nowMs - this.#tickMs > DOWN_MS) this.#tickMs = bucketStart(nowMs);
  }

  /**
   * Decides what is handed over or journalled, as far as it comes within `withinMs`, flushes, and ends. The rest waits in the
   * journal for the next start. Rejects when the outbox was closed before it took everything.
   */
  async stop(withinMs = Number.POSITIVE_INFINITY): Promise<void> {
    this.#stopping = true;
    this.#stopAtMs = this.#parts.clock.monotonicMs() + withinMs;
    this.wake();
    await this.#running;
    await this.flush();
  }

  /** All decisions so far are durable in the outbox when this resolves. */
  async flush(): Promise<void> {
    this.#seal();
    await this.#parts.outbox.settled();
  }

  async #loop(): Promise<void> {
    while (!this.#isLate()) {
      if (await this.#step()) continue;
      if (this.#stopping) return;
      this.#idleTicks();
      if (this.#flushIsDue()) this.#seal();
      else await this.#sleep();
    }
  }

  /** One entry from memory, or the journal's backlog. False = nothing to do. */
  async #step(): Promise<boolean> {
    const next = this.#handed.first;
    if (next && next.batch.sequence <= this.#nextSequence) {
      this.#handed.take();
      if (next.batch.sequence === this.#nextSequence) await this.#decide(next.batch, next.end);
      return true;
    }
    if (this.#isAtHead()) return false;
    const before = this.#nextSequence;
    await this.#readJournal();
    return this.#nextSequence !== before;
  }

  /** Reads on from the cursor until memory has the next batch, or the durable head. */
  async #readJournal(): Promise<void> {
    const { journal } = this.#parts;
    for await (const { entry, end } of journal.read(this.#cursor)) {
      await this.#take(entry, end);
      if (this.#handed.first?.batch.sequence === this.#nextSequence || this.#isLate()) return;
    }
  }

  async #take(entry: Entry, end: Cursor): Promise<void> {
    if (entry.sequence < this.#nextSequence) return;
    if (entry.sequence >= this.#left.sequence) this.#stepOverDown(entry.arrivalMs);
    this.#oldestWaitingMs = entry.arrivalMs;
    const { pipeline, log, journal } = this.#parts;
    if (entry.type === ENTRY_TYPES.lines) await this.#decide(batchOf(entry, journal.writer), end);
    else {
      this.#ticksUpTo(entry.arrivalMs);
      tell(pipeline, entry, log);
    }
    this.#advance(entry.sequence + entry.count, end);
  }

  async #decide(batch: RecordBatch, end: Cursor): Promise<void> {
    this.#oldestWaitingMs = batch.arrivalMs;
    this.#ticksUpTo(batch.arrivalMs);
    if (this.#parts.guard?.enter(batch.sequence) === false)
      await this.#decider.undecided(batch, 0, batch.records.length, 'it ended the process twice');
    else await this.#decideInSlices(batch);
    this.#advance(batch.sequence + batch.records.length, end);
  }

  async #decideInSlices(batch: RecordBatch): Promise<void> {
    const count = batch.records.length;
    let sliceEndsAt = this.#parts.clock.monotonicMs() + this.#sliceMs();
    for (let from = 0; from < count; from += SLICE_LINES) {
      const to = Math.min(from + SLICE_LINES, count);
      await this.#decider.decide(batch, from, to);
      if (this.#decider.characters > FLUSH_CHARACTERS) await this.#sealWhenRoom();
      if (this.#parts.clock.monotonicMs() < sliceEndsAt) continue;
      await yieldToOthers();
      sliceEndsAt = this.#parts.clock.monotonicMs() + this.#sliceMs();
    }
  }

  #sliceMs(): number {
    return this.#handed.isMuch ? SLICE_MS_BEHIND : SLICE_MS;
  }

  #advance(sequence: number, end: Cursor): void {
    this.#nextSequence = Math.max(this.#nextSequence, sequence);
    this.#cursor = end;
    this.#oldestWaitingMs = undefined;
  }

  /** Every boundary that an arrival proves to be past, so that a replay ticks at the same places. */
  #ticksUpTo(arrivalMs: number): void {
    while (this.#tickMs + BUCKET_MS <= arrivalMs) {
      this.#tickMs += BUCKET_MS;
      this.#decider.tick(this.#tickMs);
    }
  }

  /** Nothing durable is waiting; what is on its way to the disk was stamped at most the grace ago. */
  #idleTicks(): void {
    if (this.#isAtHead()) this.#ticksUpTo(this.#parts.clock.nowMs() - TICK_GRACE_MS);
  }

  /** The stop waits no longer. */
  #isLate(): boolean {
    return this.#parts.clock.monotonicMs() >= this.#stopAtMs;
  }

  #isAtHead(): boolean {
    const head = this.#parts.journal.head();
    return (
      this.#cursor.segment > head.segment ||
      (this.#cursor.segment === head.segment && this.#cursor.offset >= head.offset)
    );
  }

  #flushIsDue(): boolean {
    return this.#decider.characters > 0 && this.#parts.clock.monotonicMs() - this.#flushedAtMs >= FLUSH_MS;
  }

  #seal(): void {
    this.#flushedAtMs = this.#parts.clock.monotonicMs();
    const batches = this.#decider.seal();
    if (batches === undefined) return;
    const position = {
      throughSequence: this.#decider.through,
      throughTickMs: this.#tickMs,
      decidedMs: this.#parts.clock.nowMs(),
    };
    this.#parts.outbox.add(position, batches).catch((thrown: unknown) => {
      this.#parts.log.error('decisions could not be kept; they are made again at the next start', {
        reason: messageOf(thrown),
      });
    });
  }

  /** The pipeline may be two entries ahead of the disk, not more. */
  async #sealWhenRoom(): Promise<void> {
    this.#seal();
    if (this.#parts.outbox.waiting > 2) await this.#parts.outbox.settled();
  }

  /** Until something is journalled, a flush is due, or a bucket ends. */
  async #sleep(): Promise<void> {
    const ms =
      this.#decider.characters > 0
        ? FLUSH_MS / 5
        : Math.min(1000, this.#tickMs + BUCKET_MS + TICK_GRACE_MS - this.#parts.clock.nowMs());
    await this.#signal.wait(Math.max(1, ms));
  }
}
