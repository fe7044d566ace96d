/**
 * In: encoded batches of rows and template rows. Out: the same bytes, stored in VictoriaLogs.
 * A row is stored, or handed back with its reason: VictoriaLogs' own acknowledgement is not believed beyond what its process,
 * its counters of drops and, where these cannot say, a count of the batch's ids confirm. Nothing is sent twice unasked.
 */
import { availableParallelism } from 'node:os';
import { PresageError, messageOf } from '../../errors.ts';
import type { OutboxBatch, RefusedRow, Sink, StoreHealth, WriteOutcome } from '../store.ts';
import { decodeLines, encodeLines, type BatchLine } from './batch-lines.ts';
import { STORE_CLOCK, type StoreClock } from './clock.ts';
import { Concurrency } from './concurrency.ts';
import { Connection, ConnectionFault } from './connection.ts';
import { RowInsert, unavailable } from './insert-rows.ts';
import type { MetricsPage } from './metrics-page.ts';
import { presentIds } from './present-ids.ts';
import { remember, Settlement } from './settlement.ts';
import { StoreProcess, type Since } from './store-process.ts';
import { isWithin, limitsOf, outside, retentionMs, type TimeLimits } from './time-limits.ts';
import {
  FLUSH_MARGIN_MS,
  LEAST_HORIZON_MS,
  SEARCHABLE_MS,
  healthOf,
  type VictoriaSinkOptions,
} from './sink-options.ts';
import { TroubledBatches } from './troubled-batches.ts';

/** VictoriaLogs as a place to write rows to. Opens no connection before the first write. */
export function openVictoriaLogs(options: VictoriaSinkOptions): Sink {
  return new VictoriaLogsSink(options);
}

class VictoriaLogsSink implements Sink {
  readonly name = 'victoria-logs';
  readonly kinds = ['rows', 'templates'] as const;
  readonly #options: VictoriaSinkOptions;
  readonly #clock: StoreClock;
  readonly #connection: Connection;
  readonly #process: StoreProcess;
  readonly #insert: RowInsert;
  readonly #settlement: Settlement;
  readonly #concurrency = new Concurrency(2 * availableParallelism());
  readonly #troubles = new TroubledBatches();
  readonly #openedMs: number;
  #limits: TimeLimits | undefined;
  #horizonMs = LEAST_HORIZON_MS;
  #isCluster: boolean;

  constructor(options: VictoriaSinkOptions) {
    this.#options = options;
    this.#clock = options.clock ?? STORE_CLOCK;
    this.#openedMs = this.#clock.monotonicMs();
    this.#isCluster = options.cluster ?? false;
    this.#connection = new Connection(options);
    this.#process = new StoreProcess(this.#connection, this.#clock, (page) => this.#heard(page));
    const monotonicMs = (): number => this.#clock.monotonicMs();
    this.#insert = new RowInsert(this.#connection, {
      succeeded: () => this.#concurrency.succeeded(),
      overloaded: (startedMs) => this.#concurrency.overloaded(startedMs, monotonicMs()),
      suspect: () => this.#process.suspect(),
      nowMs: monotonicMs,
    });
    this.#settlement = new Settlement({
      connection: this.#connection,
      insert: this.#insert,
      troubles: this.#troubles,
      limits: () => this.#limits,
      wallMs: () => this.#clock.wallMs(),
      monotonicMs,
    });
  }

  get concurrency(): number {
    return this.#concurrency.limit;
  }

  async write(
    batch: OutboxBatch,
    options: { readonly doubtful: boolean; readonly signal: AbortSignal },
  ): Promise<WriteOutcome> {
    await this.#process.prepare();
    try {
      const refused = await this.#write(batch, options);
      this.#troubles.written(batch);
      const stored = batch.count - refused.length;
      this.#options.meter.add('presage_store_rows_total', { store: this.name, outcome: 'stored' }, stored);
      return { stored, refused };
    } catch (thrown) {
      this.#troubles.failed(batch, this.#clock.monotonicMs());
      throw thrown instanceof ConnectionFault ? unavailable(thrown.message, undefined, thrown) : thrown;
    }
  }

  async #write(
    batch: OutboxBatch,
    { doubtful, signal }: { doubtful: boolean; signal: AbortSignal },
  ): Promise<readonly RefusedRow[]> {
    const limits = this.#limits;
    const isInside = !limits || isWithin(batch, limits, this.#clock.wallMs());
    const mustAsk = doubtful && batch.kind === 'rows';
    if (isInside && !mustAsk) {
      const refused = await this.#insert.send(batch, batch.payload, undefined, signal);
      if (refused.length > 0) this.#remember(batch, await decodeLines(batch.payload), refused);
      return refused;
    }
    const lines = await decodeLines(batch.payload);
    const late = limits ? lines.map((line) => outside(line, limits, this.#clock.wallMs())) : [];
    const refused = late.filter((row) => row !== undefined);
    const inside = lines.filter((_line, i) => late[i] === undefined);
    const lacking = mustAsk ? await this.#lacking(batch, inside, signal) : inside;
    if (lacking.length > 0) {
      const payload = lacking.length === lines.length ? batch.payload : await encodeLines(lacking);
      refused.push(...(await this.#insert.send(batch, payload, lacking, signal)));
    }
    if (refused.length > 0) this.#remember(batch, lines, refused);
    return refused;
  }

  #remember(batch: OutboxBatch, lines: readonly BatchLine[], refused: readonly RefusedRow[]): void {
    remember(this.#troubles.of(batch), lines, refused);
  }

  /** The rows that an earlier attempt did not bring in; asked once that attempt's rows would be searchable. */
  async #lacking(batch: OutboxBatch, lines: BatchLine[], signal: AbortSignal): Promise<readonly BatchLine[]> {
    const triedMs = this.#troubles.failedAt(batch) ?? this.#openedMs;
    const waitMs = triedMs + SEARCHABLE_MS - this.#clock.monotonicMs();
    if (waitMs > 0) await this.#clock.wait(waitMs, signal);
    if (signal.aborted) throw unavailable('The write was given up.');
    const ids = lines.map(({ id }) => id);
    const present = await presentIds(this.#connection, batch, ids, signal);
    const lacking = lines.filter(({ id }) => !present.has(id));
    this.#countResent(present.size === 0 ? 0 : lacking.length);
    return lacking;
  }

  #countResent(rows: number): void {
    if (rows > 0)
      this.#options.meter.add('presage_store_rows_total', { store: this.name, outcome: 'resent' }, rows);
  }

  async settle(
    load: () => Promise<OutboxBatch>,
    ackedAtMs: number,
    signal: AbortSignal,
  ): Promise<'wait' | WriteOutcome> {
    const first = await this.#since(ackedAtMs);
    if (first === undefined) return 'wait';
    if (first === 'same' && this.#troubles.isEmpty) return { stored: 0, refused: [] };
    const batch = await load();
    const resentMs = this.#troubles.find(batch)?.resend?.atMs;
    const since = resentMs === undefined ? first : await this.#since(resentMs);
    if (since === undefined) return 'wait';
    const trouble = this.#troubles.find(batch);
    if (since === 'same' && trouble?.resend?.acked !== false) {
      this.#troubles.settled(batch);
      return { stored: trouble?.resent ?? 0, refused: trouble?.refused ?? [] };
    }
    return this.#check(batch, since, signal);
  }

  async #check(batch: OutboxBatch, since: Since, signal: AbortSignal): Promise<'wait' | WriteOutcome> {
    try {
      const outcome = await this.#settlement.check(batch, since, signal);
      if (outcome !== 'wait') this.#countResent(outcome.stored);
      return outcome;
    } catch (thrown) {
      if (thrown instanceof PresageError) throw thrown;
      throw unavailable(messageOf(thrown), undefined, thrown);
    }
  }

  /** What the process did since then; undefined = too early to say, or no answer. */
  async #since(ms: number): Promise<Since | undefined> {
    if (this.#clock.monotonicMs() < ms + this.#horizonMs) return undefined;
    if (this.#isCluster) return 'unknown';
    const look = await this.#process.lookAfter(ms + this.#horizonMs);
    return look && this.#process.since(ms, this.#connection.timeoutMs, look);
  }

  #heard(page: MetricsPage): void {
    this.#isCluster = this.#options.cluster === true || (page.flags.get('storageNode') ?? '') !== '';
    // The node that takes inserts for a cluster does not know what its storage nodes keep.
    this.#limits = page.flags.has('retentionPeriod') && !this.#isCluster ? limitsOf(page.flags) : undefined;
    const flushMs = retentionMs(page.flags.get('inmemoryDataFlushInterval')) ?? 5000;
    this.#horizonMs = Math.max(LEAST_HORIZON_MS, flushMs + FLUSH_MARGIN_MS);
    if (page.cores !== undefined) this.#concurrency.setCores(page.cores);
  }

  async health(): Promise<StoreHealth> {
    return healthOf(this.name, this.#connection, this.#process);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
