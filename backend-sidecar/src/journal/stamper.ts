import type { Stamp } from './record-codec.ts';

/** Time since 1970: whole milliseconds, and nanoseconds within them (0…999,999). */
export type Clock = () => { readonly ms: number; readonly nanos: number };

/** How far the fine clock may be from the system's before it is set anew, e.g. after a step of NTP. */
const MAX_DRIFT_MS = 2;

/** The system's clock, made finer than its milliseconds by the monotonic one. */
export function wallClock(): Clock {
  let offset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
  return () => {
    const now = Date.now();
    let nanos = process.hrtime.bigint() + offset;
    if (Math.abs(Number(nanos / 1_000_000n) - now) > MAX_DRIFT_MS) {
      offset += BigInt(now) * 1_000_000n - nanos;
      nanos = BigInt(now) * 1_000_000n;
    }
    return { ms: Number(nanos / 1_000_000n), nanos: Number(nanos % 1_000_000n) };
  };
}

/** Gives out sequences, each once, and arrivals that never go back. */
export class Stamper {
  readonly #clock: Clock;
  #nextSequence: number;
  #ms: number;
  #nanos: number;

  /** `arrival`: the greatest given before. */
  constructor(clock: Clock, nextSequence: number, arrival: { readonly ms: number; readonly nanos: number }) {
    this.#clock = clock;
    this.#nextSequence = nextSequence;
    this.#ms = arrival.ms;
    this.#nanos = arrival.nanos;
  }

  get nextSequence(): number {
    return this.#nextSequence;
  }

  skipTo(sequence: number): void {
    this.#nextSequence = Math.max(this.#nextSequence, sequence);
  }

  stamp(count: number): Stamp {
    const { ms, nanos } = this.#clock();
    if (ms > this.#ms || (ms === this.#ms && nanos > this.#nanos)) {
      this.#ms = ms;
      this.#nanos = nanos;
    }
    const sequence = this.#nextSequence;
    this.#nextSequence += count;
    return { sequence, arrivalMs: this.#ms, arrivalNanos: this.#nanos };
  }
}
