/**
 * Arrivals in, receipts out: a request is parsed whole, its good lines are journalled in one piece, its bad ones become dead
 * letters, both durable, and only then is it acknowledged. Nothing here waits for the pipeline or a store.
 */
import type { Log, Meter } from '@presage/contract';
import { PresageError } from '../errors.ts';
import { ENTRY_TYPES, JournalError, type Appended, type Journal } from '../journal/journal.ts';
import type { RecordBatch } from '../pipeline/record.ts';
import type { Arrival, Intake, Receipt } from '../sources/source.ts';
import type { Backlog } from './backlog.ts';
import type { Clock } from './clock.ts';
import type { DeadLetters } from './dead-letters.ts';
import { keyOf, type KeyMemory } from './key-memory.ts';
import { lineEntryHead, readLines, stampedBatch, type ReadLines, type Reject } from './line-entry.ts';
import { LineRate } from './line-rate.ts';
import { Shares } from './shares.ts';
import type { Welcome } from './welcome.ts';

/** Lines of one source since the start. */
export interface SourceCounts {
  readonly name: string;
  readonly accepted: number;
  readonly rejected: number;
  /** Mean of the last minute. */
  readonly linesPerSecond: number;
}

export interface IntakeParts {
  readonly journal: Journal;
  readonly deadLetters: DeadLetters;
  readonly keys: KeyMemory;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
  readonly inFlightBytes: number;
  readonly maxTenants: number;
  /** Undecided and undelivered bytes by tenant and source, against the journal's cap. */
  readonly backlog: Backlog;
  /** The pipeline takes the batch directly while it keeps up. */
  handOver(batch: RecordBatch, end: Appended['end'], bytes: number): void;
  /** Only where several sidecars share a source. */
  readonly welcome?: Welcome;
  /** Why nothing can be taken at the moment; undefined = it can. */
  closedBecause(): string | undefined;
}

const TOLD_ERRORS = 10;
/** The source whose partitions go from one sidecar to another. */
const SHARED_SOURCE = 'kafka';

export class RoadIntake implements Intake {
  readonly #parts: IntakeParts;
  readonly #inFlight: Shares;
  readonly #tenants: Set<string>;
  readonly #sources = new Map<string, { accepted: number; rejected: number; rate: LineRate }>();

  constructor(parts: IntakeParts, knownTenants: Iterable<string>) {
    this.#parts = parts;
    this.#inFlight = new Shares(parts.inFlightBytes);
    this.#tenants = new Set(knownTenants);
  }

  reserve(tenant: string, source: string, bytes: number): { release(): void } {
    const closed = this.#parts.closedBecause();
    if (closed !== undefined) throw new PresageError('not_ready', closed, { retryAfter: 5 });
    const holder = `${tenant} ${source}`;
    if (!this.#inFlight.take(holder, bytes)) {
      throw new PresageError(
        'busy',
        `Tenant ${tenant} has its share of requests in flight for ${source}; send this one again in a second.`,
        { retryAfter: 1 },
      );
    }
    let held = true;
    return {
      release: () => {
        if (held) this.#inFlight.give(holder, bytes);
        held = false;
      },
    };
  }

  inspect(arrival: Arrival): Receipt {
    return receiptOf(readLines(arrival.body, arrival.parameters, this.#parts.clock.nowMs()), arrival);
  }

  accept(arrival: Arrival): Promise<Receipt> {
    const { keys } = this.#parts;
    const { tenant, idempotencyKey } = arrival;
    const key = idempotencyKey === undefined ? undefined : keyOf(tenant, idempotencyKey);
    const take = (): Promise<Receipt> => this.#take(arrival);
    return key === undefined ? take() : keys.once(key, take, () => this.inspect(arrival));
  }

  async #take(arrival: Arrival): Promise<Receipt> {
    this.#admit(arrival);
    const { clock, meter } = this.#parts;
    const startedMs = clock.monotonicMs();
    const nowMs = clock.nowMs();
    const read = readLines(arrival.body, arrival.parameters, nowMs);
    // Dead letters first: if they fail after the journal has the rest, the sender would send all of it again.
    await this.#setAside(arrival, read.rejects, nowMs);
    await this.#journal(arrival, read, nowMs);
    meter.observe('presage_ingest_ack_seconds', {}, (clock.monotonicMs() - startedMs) / 1000);
    this.#count(arrival, read);
    return receiptOf(read, arrival);
  }

  /** Lines since the start, by source. */
  sources(): readonly SourceCounts[] {
    const nowMs = this.#parts.clock.monotonicMs();
    return [...this.#sources].map(([name, { accepted, rejected, rate }]) => ({
      name,
      accepted,
      rejected,
      linesPerSecond: rate.perSecond(nowMs),
    }));
  }

  #count({ source, body }: Arrival, { records, rejects }: ReadLines): void {
    const { meter, clock } = this.#parts;
    const counts = this.#sources.get(source) ?? { accepted: 0, rejected: 0, rate: new LineRate() };
    counts.rate.add(records.length, clock.monotonicMs());
    counts.accepted += records.length;
    counts.rejected += rejects.length;
    this.#sources.set(source, counts);
    meter.add('presage_ingest_lines_total', { source, outcome: 'accepted' }, records.length);
    if (rejects.length > 0)
      meter.add('presage_ingest_lines_total', { source, outcome: 'rejected' }, rejects.length);
    meter.add('presage_ingest_bytes_total', { source }, body.byteLength);
  }

  #admit(arrival: Arrival): void {
    const { backlog, maxTenants } = this.#parts;
    if (!this.#tenants.has(arrival.tenant)) {
      if (this.#tenants.size >= maxTenants) {
        throw new PresageError(
          'too_many_tenants',
          `Tenant ${arrival.tenant} would be more than PRESAGE_MAX_TENANTS=${maxTenants} allows.`,
          { retryAfter: 60 },
        );
      }
      this.#tenants.add(arrival.tenant);
    }
    if (backlog.isOver(`${arrival.tenant} ${arrival.source}`)) {
      throw new PresageError(
        'journal_full',
        `Tenant ${arrival.tenant} fills its share of the journal with ${arrival.source}; a store is behind.`,
        { retryAfter: 10 },
      );
    }
  }

  async #journal(arrival: Arrival, read: ReadLines, nowMs: number): Promise<void> {
    if (read.records.length === 0) return;
    const { journal, backlog } = this.#parts;
    await this.#journalStates(arrival, read, nowMs);
    const head = lineEntryHead(arrival, read.records.length, nowMs, ENTRY_TYPES.lines);
    const appended = await journal.append(head, arrival.body).catch((thrown: unknown) => {
      throw refusal(thrown);
    });
    backlog.add(
      `${arrival.tenant} ${arrival.source}`,
      arrival.body.byteLength,
      appended.sequence + head.count - 1,
    );
    const parameters = {
      ...arrival.parameters,
      ...(arrival.origin === undefined ? {} : { origin: arrival.origin }),
      referenceMs: nowMs,
    };
    this.#parts.handOver(
      stampedBatch(head, appended, parameters, read.records, journal.writer),
      appended.end,
      arrival.body.byteLength,
    );
  }

  async #journalStates({ tenant, source }: Arrival, { records }: ReadLines, nowMs: number): Promise<void> {
    const { welcome, journal } = this.#parts;
    if (welcome === undefined || source !== SHARED_SOURCE) return;
    const head = {
      type: ENTRY_TYPES.state,
      tenant,
      source,
      position: '',
      backfill: false,
      parameters: '',
      count: 1,
    };
    for (const state of welcome.statesFor(tenant, records, nowMs))
      await journal.append(head, state).catch((thrown: unknown) => {
        throw refusal(thrown);
      });
  }

  #setAside(arrival: Arrival, rejects: readonly Reject[], nowMs: number): Promise<void> {
    const { tenant, source } = arrival;
    const letters = rejects.map(({ reason, message, text }) => ({ tenant, source, reason, message, text }));
    return this.#parts.deadLetters.add(letters, nowMs).catch((thrown: unknown) => {
      throw refusal(thrown);
    });
  }
}

function receiptOf({ records, rejects }: ReadLines, { tellsAll = false }: Arrival): Receipt {
  const told = tellsAll ? rejects : rejects.slice(0, TOLD_ERRORS);
  return {
    accepted: records.length,
    rejected: rejects.length,
    errors: told.map(({ line, reason, message }) => ({ line, reason, message })),
  };
}

/** What a sender is told when the journal cannot take its lines; each of these it may send again. */
function refusal(thrown: unknown): unknown {
  if (!(thrown instanceof JournalError)) return thrown;
  if (thrown.failure === 'full')
    return new PresageError('journal_full', `${thrown.message} Send again later.`, {
      retryAfter: 10,
      cause: thrown,
    });
  return new PresageError('not_ready', `The journal cannot be written: ${thrown.message}`, {
    retryAfter: 10,
    cause: thrown,
  });
}
