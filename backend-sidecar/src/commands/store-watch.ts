import { messageOf } from '../errors.ts';
import type { Sink, StoreHealth } from '../stores/store.ts';

const EVERY_MS = 10_000;

/** Asks every store from time to time how it is, so that a status needs no round trip. */
export class StoreWatch {
  readonly #sinks: readonly Sink[];
  readonly #known = new Map<string, StoreHealth>();
  #timer: NodeJS.Timeout | undefined;

  constructor(sinks: readonly Sink[]) {
    this.#sinks = sinks;
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#ask(), EVERY_MS);
    this.#timer.unref();
    await this.#ask();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  health(name: string): StoreHealth {
    return this.#known.get(name) ?? { name, ok: false, message: 'not asked yet' };
  }

  async #ask(): Promise<void> {
    const ask = async (sink: Sink): Promise<void> => {
      const health = await sink
        .health()
        .catch((thrown: unknown) => ({ name: sink.name, ok: false, message: messageOf(thrown) }));
      this.#known.set(sink.name, health);
    };
    await Promise.all(this.#sinks.map(ask));
  }
}
