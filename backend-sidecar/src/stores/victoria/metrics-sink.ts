/**
 * In: encoded batches of samples. Out: the same lines, stored in VictoriaMetrics.
 * After a restart of its process, what it acknowledged in the last seconds is posted again: equal samples at equal times
 * change no answer. A line that it cannot read it skips and still acknowledges; that is only noticed, in its counter.
 */
import { PresageError } from '../../errors.ts';
import type { OutboxBatch, RefusedRow, Sink, StoreHealth, WriteOutcome } from '../store.ts';
import { plainText } from './batch-lines.ts';
import { STORE_CLOCK, type StoreClock } from './clock.ts';
import { Connection, ConnectionFault, wordsOf } from './connection.ts';
import { unavailable } from './insert-rows.ts';
import type { MetricsPage } from './metrics-page.ts';
import { LEAST_HORIZON_MS, healthOf, type VictoriaSinkOptions } from './sink-options.ts';
import { StoreProcess, type Since } from './store-process.ts';

const NONE: WriteOutcome = { stored: 0, refused: [] };
/** A tick's samples are small: two at a time keep up with any number of services. */
const AT_ONCE = 2;

/** VictoriaMetrics as a place to write samples to. Opens no connection before the first write. */
export function openVictoriaMetrics(options: VictoriaSinkOptions): Sink {
  return new VictoriaMetricsSink(options);
}

class VictoriaMetricsSink implements Sink {
  readonly name = 'victoria-metrics';
  readonly kinds = ['samples'] as const;
  readonly concurrency = AT_ONCE;
  readonly #options: VictoriaSinkOptions;
  readonly #clock: StoreClock;
  readonly #connection: Connection;
  readonly #process: StoreProcess;
  /** When (monotonic) a batch, known by its payload's head, was last posted again. */
  readonly #reposted = new Map<string, number>();

  /** Lines that the process has skipped so far; those before our first look are not ours. */
  #skipped = Number.POSITIVE_INFINITY;

  constructor(options: VictoriaSinkOptions) {
    this.#options = options;
    this.#clock = options.clock ?? STORE_CLOCK;
    this.#connection = new Connection(options);
    this.#process = new StoreProcess(this.#connection, this.#clock, (page) => this.#heard(page));
  }

  #heard({ dropped }: MetricsPage): void {
    if (dropped > this.#skipped)
      this.#options.log.warn('VictoriaMetrics skipped lines that it could not read', { lines: dropped });
    this.#skipped = dropped;
  }

  /** Doubtful batches are simply posted again. */
  async write(batch: OutboxBatch, { signal }: { readonly signal: AbortSignal }): Promise<WriteOutcome> {
    await this.#process.prepare();
    const refused = await this.#post(batch, signal);
    const stored = batch.count - refused.length;
    this.#options.meter.add('presage_store_rows_total', { store: this.name, outcome: 'stored' }, stored);
    return { stored, refused };
  }

  async settle(
    load: () => Promise<OutboxBatch>,
    ackedAtMs: number,
    signal: AbortSignal,
  ): Promise<'wait' | WriteOutcome> {
    const first = await this.#since(ackedAtMs);
    if (first === undefined) return 'wait';
    if (isKept(first)) return NONE;
    const batch = await load();
    const key = keyOf(batch);
    const repostedMs = this.#reposted.get(key);
    if (repostedMs !== undefined) {
      const since = await this.#since(repostedMs);
      if (since === undefined) return 'wait';
      if (isKept(since)) {
        this.#reposted.delete(key);
        return { stored: batch.count, refused: [] };
      }
    }
    await this.#post(batch, signal);
    this.#reposted.set(key, this.#clock.monotonicMs());
    this.#options.meter.add('presage_store_rows_total', { store: this.name, outcome: 'resent' }, batch.count);
    return 'wait';
  }

  health(): Promise<StoreHealth> {
    return healthOf(this.name, this.#connection, this.#process);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #since(ms: number): Promise<Since | undefined> {
    if (this.#clock.monotonicMs() < ms + LEAST_HORIZON_MS) return undefined;
    if (this.#options.cluster === true) return 'unknown';
    const look = await this.#process.lookAfter(ms + LEAST_HORIZON_MS);
    return look && this.#process.since(ms, this.#connection.timeoutMs, look);
  }

  /** Sent as plain text: an older VictoriaMetrics acknowledges an encoding that it does not know and reads nothing of it. */
  async #post(batch: OutboxBatch, signal: AbortSignal): Promise<RefusedRow[]> {
    const body = await plainText(batch.payload);
    try {
      const reply = await this.#connection.request({
        path: this.#path(batch.tenant),
        headers: { 'content-type': 'text/plain' },
        body,
        signal,
      });
      if (reply.status >= 200 && reply.status < 300) return [];
      if (reply.status === 400) return this.#refused(body, wordsOf(reply));
      if (reply.status !== 429 && reply.status !== 503) this.#process.suspect();
      throw unavailable(
        `${this.#connection.shownUrl} answered ${reply.status}: ${wordsOf(reply)}`,
        reply.retryAfter,
      );
    } catch (thrown) {
      if (thrown instanceof PresageError) throw thrown;
      this.#process.suspect();
      if (thrown instanceof ConnectionFault) throw unavailable(thrown.message, undefined, thrown);
      throw thrown;
    }
  }

  #refused(body: Buffer, message: string): RefusedRow[] {
    const lines = body.toString('utf8').split('\n');
    return lines.filter((line) => line !== '').map((line) => ({ line, reason: 'store_rejected', message }));
  }

  #path(tenant: string): string {
    const path = '/api/v1/import/prometheus';
    return this.#options.cluster === true ? `/insert/${tenant}/prometheus${path}` : path;
  }
}

/**
 * Behind a balancer nothing can be counted: there the cluster's own replication has to keep the last seconds.
 * Lines that were skipped stay skipped however often they are sent.
 */
function isKept(since: Since): boolean {
  return since !== 'restarted';
}

function keyOf(batch: OutboxBatch): string {
  return `${batch.tenant}|${batch.minTimeMs}|${batch.maxTimeMs}|${batch.count}|${batch.payload.length}`;
}
