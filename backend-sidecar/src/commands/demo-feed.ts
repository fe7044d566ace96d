import type { Log } from '@presage/contract';
import { encodeLine, faultAt, Shop } from '../../demo/shop.ts';
import { messageOf } from '../errors.ts';
import { FeedState, type Feed, type FeedStatus } from '../sources/feed.ts';
import type { Intake } from '../sources/source.ts';

const EVERY_MS = 250;
/** A machine that slept does not play its night at once. */
const MISSED_MS = 10_000;

export interface DemoSettings {
  readonly seed: number;
  /** Lines a second on a quiet minute. */
  readonly rate: number;
  readonly nowMs: () => number;
}

/** Plays the invented shop into the intake until it is stopped. */
export class DemoFeed implements Feed {
  readonly name = 'demo';
  readonly #shop: Shop;
  readonly #intake: Intake;
  readonly #log: Log;
  readonly #nowMs: () => number;
  readonly #state: FeedState;
  #timer: NodeJS.Timeout | undefined;
  #playedMs = 0;
  #fault = '';

  constructor(intake: Intake, log: Log, { seed, rate, nowMs }: DemoSettings) {
    this.#shop = new Shop(seed, rate);
    this.#intake = intake;
    this.#log = log;
    this.#nowMs = nowMs;
    this.#state = new FeedState(nowMs);
  }

  start(): Promise<void> {
    const openedMs = this.#nowMs();
    this.#timer = setInterval(() => this.#play(this.#nowMs() - openedMs, openedMs), EVERY_MS);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    clearInterval(this.#timer);
    return Promise.resolve();
  }

  /** The shop goes on unseen: what happens meanwhile is never told. */
  pause(): void {
    this.#state.pause();
  }

  resume(): void {
    this.#state.resume();
  }

  status(): FeedStatus {
    return this.#state.status(this.#fault === '' ? 'a quiet hour of the shop' : `a fault: ${this.#fault}`);
  }

  #play(sinceMs: number, openedMs: number): void {
    const fromMs = Math.max(this.#playedMs, sinceMs - MISSED_MS);
    const lines = this.#shop.lines(fromMs, sinceMs, openedMs);
    this.#playedMs = sinceMs;
    this.#tellFault(sinceMs);
    if (lines.length === 0 || this.#state.isPaused) return;
    const body = Buffer.from(lines.map((line) => encodeLine(line, openedMs)).join('\n'));
    const arrival = { tenant: '0:0', source: 'demo', backfill: false, parameters: {}, body };
    this.#intake
      .accept(arrival)
      .then(() => this.#state.recovered())
      .catch((thrown: unknown) => {
        this.#state.failed(messageOf(thrown));
        this.#log.warn('the demo lost a moment', { reason: messageOf(thrown) });
      });
  }

  #tellFault(sinceMs: number): void {
    const name = faultAt(sinceMs)?.fault.name ?? '';
    if (name === this.#fault) return;
    this.#log.info(name === '' ? `demo: over: ${this.#fault}` : `demo: begins: ${name}`);
    this.#fault = name;
  }
}
