import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Meter, TailDropped } from '@presage/contract';
import type { StoredRow } from '../stores/store.ts';
import type { TailOptions } from './api.ts';
import type { TailWording } from './tail-wording.ts';

const NOT_BUFFERED = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
};

/** How long a line may be held back to be said with others. */
const HELD_MS = 250;

/**
 * One client's live lines as server-sent events. Sends at most so many a second and holds at most so many bytes for a client that
 * reads slowly; what is left out is counted and told in an event `dropped`. Owns its timers until it ends.
 */
export class TailStream {
  readonly #response: ServerResponse;
  readonly #options: TailOptions;
  readonly #meter: Meter;
  readonly #wording: TailWording;
  readonly #timers: readonly NodeJS.Timeout[];
  #sent = 0;
  #overRate = 0;
  #overBacklog = 0;
  #stalledTicks = 0;

  constructor(
    response: ServerResponse,
    options: TailOptions,
    meter: Meter,
    { headers, wording }: { readonly headers: OutgoingHttpHeaders; readonly wording: TailWording },
  ) {
    this.#response = response;
    this.#wording = wording;
    this.#options = options;
    this.#meter = meter;
    response.writeHead(200, { ...headers, ...NOT_BUFFERED, 'x-content-type-options': 'nosniff' });
    response.write(': open\n\n');
    this.#timers = [
      setInterval(() => this.#tick(), options.tickMs),
      setInterval(() => this.#write(wording.held()), Math.min(HELD_MS, options.tickMs)),
      setInterval(() => this.#write(': alive\n\n'), options.heartbeatMs),
    ];
  }

  /** Sends the line, or counts it as left out. */
  offer(row: StoredRow): void {
    if (this.#response.writableLength > this.#options.backlogBytes) this.#overBacklog++;
    else if (this.#sent >= this.#allowance()) this.#overRate++;
    else {
      this.#sent++;
      this.#write(this.#wording.line(row));
    }
  }

  end(): void {
    this.#timers.forEach(clearInterval);
    if (!this.#response.writableEnded) this.#response.end();
  }

  #allowance(): number {
    return Math.max(1, (this.#options.linesPerSecond * this.#options.tickMs) / 1000);
  }

  #tick(): void {
    this.#sent = 0;
    if (this.#response.writableLength > this.#options.backlogBytes) {
      this.#stalledTicks++;
      if (this.#stalledTicks * this.#options.tickMs >= this.#options.stalledMs) this.#response.destroy();
      return;
    }
    this.#stalledTicks = 0;
    this.#tell('rate', this.#overRate);
    this.#tell('slow_client', this.#overBacklog);
    this.#overRate = 0;
    this.#overBacklog = 0;
  }

  #tell(reason: TailDropped['reason'], dropped: number): void {
    if (dropped === 0) return;
    this.#meter.add('presage_tail_dropped_total', {}, dropped);
    this.#write(this.#wording.dropped({ dropped, reason }));
  }

  /** Lines still come between the end and the last word of it; writing then would end the process. */
  #write(text: string): void {
    if (text !== '' && !this.#response.writableEnded) this.#response.write(text);
  }
}
