import type { Connection } from './connection.ts';
import type { StoreClock } from './clock.ts';
import { readMetricsPage, type MetricsPage } from './metrics-page.ts';

/** Least time between two looks at `/metrics`. */
const POLL_EVERY_MS = 1000;
/** A look that old is renewed before a write. */
const FRESH_MS = 30_000;
/** A store that hangs must not hold up the writes and the stop that wait for the look. */
const LOOK_MS = 5000;

/** One look at the store's process. */
export interface Look {
  readonly page: MetricsPage;
  /** Monotonic: right before the request, and when its reply was read. */
  readonly askedMs: number;
  readonly answeredMs: number;
}

/** What the process did since a batch was acknowledged. */
export type Since = 'same' | 'same_but_dropped' | 'restarted' | 'unknown';

/**
 * Watches whether the store's process is still the one that acknowledged: start time and uptime must both say so
 * (the start time has whole seconds, the uptime forgets a sleep of our own machine), and its counters of dropped rows must not have moved.
 */
export class StoreProcess {
  readonly #connection: Connection;
  readonly #clock: StoreClock;
  #last: Look | undefined;
  #lastTryMs = Number.NEGATIVE_INFINITY;
  #polling: Promise<Look | undefined> | undefined;
  /** Since when (monotonic) looks have shown this start time and this count of drops. */
  #startSeen: { startedAt: number; sinceMs: number } | undefined;
  #dropsSeen: { dropped: number; sinceMs: number } | undefined;
  #stale = true;
  readonly #heard: (page: MetricsPage) => void;

  constructor(connection: Connection, clock: StoreClock, heard: (page: MetricsPage) => void) {
    this.#connection = connection;
    this.#clock = clock;
    this.#heard = heard;
  }

  /** Version of the store, '' when it does not say. */
  get version(): string {
    return this.#last?.page.version ?? '';
  }

  /** The store did not answer: look again before the next write. */
  suspect(): void {
    this.#stale = true;
  }

  /** Before a write: the process is known, unless it cannot be. */
  async prepare(): Promise<void> {
    const age = this.#clock.monotonicMs() - (this.#last?.askedMs ?? Number.NEGATIVE_INFINITY);
    if (this.#stale || age > FRESH_MS) await this.#poll();
  }

  /** A look made at `ms` (monotonic) or later; undefined = too soon to look again, or the store does not answer. */
  async lookAfter(ms: number): Promise<Look | undefined> {
    if (this.#last && this.#last.askedMs >= ms && !this.#stale) return this.#last;
    const look = await this.#poll();
    return look && look.askedMs >= ms ? look : undefined;
  }

  /** What is known of the time between an acknowledgement and a look; `spanMs`: how long before it the write may have begun. */
  since(ackedAtMs: number, spanMs: number, { page, answeredMs }: Look): Since {
    const start = this.#startSeen;
    if (page.startedAt === undefined || start === undefined) return 'unknown';
    const youngest = page.uptimeSeconds === undefined ? -Infinity : answeredMs - page.uptimeSeconds * 1000;
    if (start.sinceMs > ackedAtMs || youngest > ackedAtMs) return 'restarted';
    return (this.#dropsSeen?.sinceMs ?? Infinity) <= ackedAtMs - spanMs ? 'same' : 'same_but_dropped';
  }

  #poll(): Promise<Look | undefined> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#polling) return this.#polling;
    if (nowMs - this.#lastTryMs < POLL_EVERY_MS && !this.#stale) return Promise.resolve(undefined);
    this.#lastTryMs = nowMs;
    this.#polling = this.#look(nowMs).finally(() => (this.#polling = undefined));
    return this.#polling;
  }

  /** Undefined when the store does not answer. A page that is refused or says nothing counts as a look at an unknown process. */
  async #look(askedMs: number): Promise<Look | undefined> {
    try {
      const reply = await this.#connection.request({
        path: '/metrics',
        method: 'GET',
        signal: AbortSignal.timeout(LOOK_MS),
      });
      const page = readMetricsPage(reply.status === 200 ? reply.text : '');
      this.#stale = false;
      this.#last = { page, askedMs, answeredMs: this.#clock.monotonicMs() };
      this.#note(page, askedMs);
      this.#heard(page);
      return this.#last;
    } catch {
      // The write that follows meets the same fault and reports it.
      return undefined;
    }
  }

  #note({ startedAt, dropped }: MetricsPage, askedMs: number): void {
    if (startedAt === undefined) {
      this.#startSeen = undefined;
      return;
    }
    const known = this.#startSeen;
    if (known?.startedAt === startedAt && this.#dropsSeen?.dropped === dropped) return;
    // The count of drops that the first look finds is older than our first write.
    const dropsSince = known === undefined ? Number.NEGATIVE_INFINITY : askedMs;
    if (this.#dropsSeen?.dropped !== dropped) this.#dropsSeen = { dropped, sinceMs: dropsSince };
    if (known?.startedAt !== startedAt) this.#startSeen = { startedAt, sinceMs: askedMs };
  }
}
