import type { Log } from '@presage/contract';
import { encodeLine, faultAt, Shop } from '../../demo/shop.ts';
import { messageOf } from '../errors.ts';
import type { Intake } from '../sources/source.ts';

const EVERY_MS = 250;

/** Plays the invented shop into the intake until it is stopped. */
export class DemoFeed {
  readonly #shop: Shop;
  readonly #intake: Intake;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #playedMs = 0;
  #fault = '';

  constructor(intake: Intake, log: Log, settings: { readonly seed: number; readonly rate: number }) {
    this.#shop = new Shop(settings.seed, settings.rate);
    this.#intake = intake;
    this.#log = log;
  }

  start(nowMs: () => number): void {
    const openedMs = nowMs();
    this.#timer = setInterval(() => this.#play(nowMs() - openedMs, openedMs), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #play(sinceMs: number, openedMs: number): void {
    const lines = this.#shop.lines(this.#playedMs, sinceMs, openedMs);
    this.#playedMs = sinceMs;
    this.#tellFault(sinceMs);
    if (lines.length === 0) return;
    const body = Buffer.from(lines.map((line) => encodeLine(line, openedMs)).join('\n'));
    const arrival = { tenant: '0:0', source: 'demo', backfill: false, parameters: {}, body };
    this.#intake
      .accept(arrival)
      .catch((thrown: unknown) => this.#log.warn('the demo lost a moment', { reason: messageOf(thrown) }));
  }

  #tellFault(sinceMs: number): void {
    const name = faultAt(sinceMs)?.fault.name ?? '';
    if (name === this.#fault) return;
    this.#log.info(name === '' ? `demo: over: ${this.#fault}` : `demo: begins: ${name}`);
    this.#fault = name;
  }
}
