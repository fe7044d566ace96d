import {
  UNKNOWN_SERVICE,
  LIMITS,
  RESERVED_NAMES,
  RESERVED_PREFIX,
  type Meter,
  type Log,
} from '@presage/contract';
import { messageOf } from '../errors.ts';
import { eventId } from '../pipeline/event-id.ts';
import type { LogRecord, RecordBatch } from '../pipeline/record.ts';
import type { Pipeline, Verdict } from '../pipeline/verdict.ts';
import type { OutboxBatch, StoredRow } from '../stores/store.ts';
import { Batcher } from './batcher.ts';
import type { DeadLetters } from './dead-letters.ts';
import {
  encodeRow,
  encodeSample,
  encodeTemplate,
  streamFieldsOf,
  TimeText,
  type Decision,
} from './encode.ts';
import type { DecidedThrough } from './outbox.ts';

/** Hears decided lines while `active` says so. */
export interface RowListener {
  readonly active: boolean;
  heard(tenant: string, row: () => StoredRow): void;
}

/** Hears every decided line that is not normal, replays too, and keeps what it needs through a restart. */
export interface AlertListener {
  hear(line: {
    readonly tenant: string;
    readonly service: string;
    readonly message: string;
    readonly sequence: number;
    readonly verdict: Verdict;
  }): void;
  /** What is to be saved with the checkpoint; undefined = what was saved last still holds. */
  save(): object | undefined;
  restore(saved: unknown): void;
}

interface DeciderParts {
  readonly pipeline: Pipeline;
  readonly deadLetters: DeadLetters;
  readonly meter: Meter;
  readonly log: Log;
  readonly live: RowListener;
  readonly alerts?: AlertListener;
}

/** Turns batches and ticks into encoded rows, samples and template rows; leaves out what an earlier run already gave out. */
export class Decider {
  readonly #parts: DeciderParts;
  readonly #decided: DecidedThrough;
  readonly #batcher = new Batcher();
  readonly #times = new TimeText();
  #through: number;
  #sealedThrough: number;
  /** Lines since the last seal: counting each with its labels would cost more than deciding it. */
  #tally = { incident: 0, preventive_action: 0, normal: 0, undecided: 0 };

  constructor(parts: DeciderParts, decided: DecidedThrough) {
    this.#parts = parts;
    this.#decided = decided;
    this.#through = decided.sequence;
    this.#sealedThrough = decided.sequence;
  }

  get characters(): number {
    return this.#batcher.characters;
  }

  /** Last sequence whose decision is gathered. */
  get through(): number {
    return this.#through;
  }

  /** What was gathered, or undefined when nothing was since the last time. */
  seal(): Promise<OutboxBatch[]> | undefined {
    if (this.#batcher.characters === 0 && this.#through === this.#sealedThrough) return undefined;
    this.#sealedThrough = this.#through;
    this.#countLines();
    return this.#batcher.seal();
  }

  /** Decides records[from, to). A record on which the pipeline fails twice goes on undecided. */
  async decide(batch: RecordBatch, from: number, to: number): Promise<void> {
    const gather = this.#gatherer(batch);
    let next = from;
    let failedAt = -1;
    while (next < to) {
      try {
        this.#parts.pipeline.decide(batch, next, to, (record, verdict, score, service, index) => {
          next = index + 1;
          if (verdict.class !== 'normal' && !batch.backfill)
            this.#hear(batch, record, verdict, service, index);
          const told = service === UNKNOWN_SERVICE ? undefined : service;
          gather(record, { verdict, score, service: told }, index);
        });
        next = to;
      } catch (thrown) {
        this.#failed(batch, next, thrown);
        if (failedAt === next) await this.undecided(batch, next, ++next, messageOf(thrown));
        else failedAt = next;
      }
    }
    this.#through = Math.max(this.#through, batch.sequence + to - 1);
  }

  /** Stores records without a verdict and sets a copy aside. */
  async undecided(batch: RecordBatch, from: number, to: number, why: string): Promise<void> {
    const gather = this.#gatherer(batch);
    const records = batch.records.slice(from, to);
    records.forEach((record, i) => gather(record, undefined, from + i));
    this.#through = Math.max(this.#through, batch.sequence + to - 1);
    if (batch.sequence + to - 1 <= this.#decided.sequence) return;
    const { tenant, source, arrivalMs } = batch;
    const message = `The pipeline failed on this line: ${why}. It is stored undecided.`;
    await this.#parts.deadLetters.add(
      records.map(({ message: text }) => ({
        tenant,
        source,
        reason: 'pipeline_failed' as const,
        message,
        text,
      })),
      arrivalMs,
    );
  }

  tick(tickMs: number): void {
    const { samples, templates } = this.#parts.pipeline.tick(tickMs);
    if (tickMs <= this.#decided.tickMs) return;
    for (const { tenant, samples: list } of samples) {
      for (const sample of list) this.#batcher.addSample(tenant, encodeSample(sample, tenant), sample.timeMs);
    }
    const time = this.#times.of(tickMs, 0);
    for (const template of templates)
      this.#batcher.addTemplate(template.tenant, encodeTemplate(template, time), tickMs);
  }

  #gatherer(batch: RecordBatch): (record: LogRecord, decision: Decision | undefined, index: number) => void {
    const { tenant, origin, sequence, arrivalMs, arrivalNanos, clockMs } = batch;
    const named = batch.streamFields?.filter(isOfTheSender).slice(0, LIMITS.streamFields);
    const firstNew = this.#decided.sequence - sequence + 1;
    const { live } = this.#parts;
    return (record, decision, index) => {
      if (index < firstNew) return;
      const own = !Number.isNaN(record.timeMs);
      const timeMs = own ? record.timeMs : (clockMs ?? arrivalMs);
      const timeNanos = own ? record.timeNanos : clockMs === undefined ? arrivalNanos : 0;
      const id = eventId(timeMs, origin, record.position ?? sequence + index);
      const line = encodeRow(record, this.#times.of(timeMs, timeNanos), id, decision);
      this.#batcher.addRow(tenant, streamFieldsOf(record, named), line, timeMs, id);
      this.#tally[decision?.verdict.class ?? 'undecided']++;
      if (live.active) live.heard(tenant, () => storedRow(line, timeMs, timeNanos));
    };
  }

  #hear(batch: RecordBatch, record: LogRecord, verdict: Verdict, service: string, index: number): void {
    const sequence = batch.sequence + index;
    this.#parts.alerts?.hear({ tenant: batch.tenant, service, message: record.message, sequence, verdict });
  }

  #countLines(): void {
    for (const [name, count] of Object.entries(this.#tally)) {
      if (count > 0) this.#parts.meter.add('presage_pipeline_lines_total', { class: name }, count);
    }
    this.#tally = { incident: 0, preventive_action: 0, normal: 0, undecided: 0 };
  }

  #failed(batch: RecordBatch, index: number, thrown: unknown): void {
    this.#parts.meter.add('presage_pipeline_failures_total', {});
    this.#parts.log.error('the pipeline failed on a line', {
      sequence: batch.sequence + index,
      source: batch.source,
      reason: messageOf(thrown),
    });
  }
}

/** Stream fields are the sender's: none of ours. */
function isOfTheSender(name: string): boolean {
  return !name.startsWith(RESERVED_PREFIX) && !RESERVED_NAMES.includes(name);
}

/** A row as the stores would give it back. */
function storedRow(line: string, timeMs: number, timeNanos: number): StoredRow {
  const { _msg: message = '', ...rest } = JSON.parse(line) as Record<string, string>;
  const fields = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== '_time'));
  return { timeMs, timeNanos, message, fields };
}
