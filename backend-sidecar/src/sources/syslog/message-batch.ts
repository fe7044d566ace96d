import { setTimeout as wait } from 'node:timers/promises';
import { jsonPairs } from '../json-row.ts';
import { offerUntilTaken } from '../offer.ts';
import type { FeedState } from '../feed.ts';
import type { Intake } from '../source.ts';

export interface MessageBatchOptions {
  readonly intake: Intake;
  readonly tenant: string;
  /** For times that name no zone: minutes east of UTC. */
  readonly zoneOffsetMinutes: number;
  readonly state: FeedState;
  /** Told when there is room again after `isFull`. */
  readonly drained: () => void;
}

/** A batch goes as soon as the one before it is on disk, so that it grows with the load; a lone message waits only this. */
const GATHER_MS = 5;
const BATCH_BYTES = 1024 * 1024;
const FULL_BYTES = 8 * BATCH_BYTES;

/** Gathers messages of all connections into arrivals, one on its way at a time, and holds what the road cannot take yet. */
export class MessageBatch {
  readonly #options: MessageBatchOptions;
  readonly #stopped = new AbortController();
  #parts: string[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(options: MessageBatchOptions) {
    this.#options = options;
  }

  /** Connections shall wait: what they send stays in their sockets. */
  get isFull(): boolean {
    return this.#bytes >= FULL_BYTES;
  }

  add(message: Buffer, remote: string): void {
    const line = `{"_msg":${JSON.stringify(message.toString('utf8'))}${remote === '' ? '' : `,${jsonPairs([['remote_ip', remote]])}`}}\n`;
    this.#parts.push(line);
    this.#bytes += line.length;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  /** Resolves when everything is taken, or after `graceMs`; returns how many messages could not be kept. */
  async close(graceMs: number): Promise<number> {
    const timer = setTimeout(() => this.#stopped.abort(new Error('stopped')), graceMs);
    await this.#running?.catch(() => undefined);
    clearTimeout(timer);
    return this.#parts.length;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    await wait(GATHER_MS);
    while (this.#parts.length > 0 && !signal.aborted) {
      const taken = this.#take();
      try {
        await this.#offer(taken.join(''), signal);
      } catch (thrown) {
        this.#putBack(taken);
        this.#options.state.failed(`Messages wait in memory: ${String(thrown)}`);
        await wait(1000, undefined, { signal }).catch(() => undefined);
      }
      if (!this.isFull) this.#options.drained();
    }
  }

  #take(): string[] {
    let bytes = 0;
    let count = 0;
    while (count < this.#parts.length && bytes < BATCH_BYTES) bytes += this.#parts[count++]?.length ?? 0;
    this.#bytes -= bytes;
    return this.#parts.splice(0, count);
  }

  #putBack(taken: readonly string[]): void {
    this.#parts = [...taken, ...this.#parts];
    for (const line of taken) this.#bytes += line.length;
  }

  async #offer(lines: string, signal: AbortSignal): Promise<void> {
    const { intake, tenant, zoneOffsetMinutes, state } = this.#options;
    await offerUntilTaken(
      intake,
      {
        tenant,
        source: 'syslog',
        backfill: false,
        parameters: { rawText: { zoneOffsetMinutes } },
        body: Buffer.from(lines),
      },
      { signal, refused: (error) => state.failed(error.message) },
    );
    state.recovered();
  }
}
