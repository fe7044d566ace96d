import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { PollClock } from './poll-clock.ts';
import type { Arrival, Intake, Receipt } from './source.ts';

/** Time that passes only when somebody waits, and a wall clock that can be put wrong. */
export class HandClock implements PollClock {
  monotonic = 0;
  skewMs = 0;
  readonly #startMs: number;
  /** Called after time has passed. */
  passed: () => void = () => undefined;

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** True time, whatever the wall clock says. */
  trueMs(): number {
    return this.#startMs + this.monotonic;
  }

  nowMs(): number {
    return this.trueMs() + this.skewMs;
  }

  monotonicMs(): number {
    return this.monotonic;
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    // Gives way to others, as waiting does.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    this.monotonic += ms;
    this.passed();
  }
}

export class Killed extends Error {}

/** A journal that keeps what is accepted, tells the newest positions, and can be killed before or after it has written. */
export class MemoryJournal implements Intake {
  readonly arrivals: Arrival[] = [];
  readonly #positions = new Map<string, string>();
  /** `before` and `after` the next arrival is kept. */
  kill: 'before' | 'after' | undefined;

  async accept(arrival: Arrival): Promise<Receipt> {
    await Promise.resolve();
    if (this.kill === 'before') throw new Killed('killed before the journal had it');
    this.arrivals.push(arrival);
    this.#positions.set(arrival.origin ?? '', arrival.position ?? '');
    if (this.kill === 'after') throw new Killed('killed once the journal had it');
    const { records } = decodeLines(Buffer.from(arrival.body).toString(), arrival.parameters, 0);
    return { accepted: records.length, rejected: 0, errors: [] };
  }

  inspect(): Receipt {
    throw new Error('not asked for');
  }

  reserve(): { release(): void } {
    return { release: () => undefined };
  }

  recalled(): ReadonlyMap<string, string> {
    return this.#positions;
  }

  /** Values of a field of all lines, with whether they were marked as old. */
  lines(field: string): { value: string; backfill: boolean; timeMs: number }[] {
    return this.arrivals.flatMap(({ body, parameters, backfill }) =>
      decodeLines(Buffer.from(body).toString(), parameters, 0).records.map((record) => ({
        value: record.fields[record.fields.indexOf(field) + 1] ?? '',
        backfill,
        timeMs: record.timeMs,
      })),
    );
  }
}
