import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { Feed } from './feed.ts';
import type { PollClock } from './poll-clock.ts';
import type { Arrival, Intake, Receipt } from './source.ts';

/** Time that passes only when somebody waits, and a wall clock that can be put wrong. */
export class HandClock implements PollClock {
  monotonic = 0;
  skewMs = 0;
  readonly #startMs: number;
  /** Asked after time has passed. */
  readonly #alarms = new Set<() => void>();

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
    for (const alarm of this.#alarms) alarm();
  }

  /** Resolves once others have waited for so long. */
  passes(ms: number): Promise<void> {
    const untilMs = this.monotonic + ms;
    return new Promise((resolve) => {
      const alarm = (): void => {
        if (this.monotonic < untilMs) return;
        this.#alarms.delete(alarm);
        resolve();
      };
      this.#alarms.add(alarm);
    });
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

export const START = Date.parse('2026-03-01T12:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A cloud, and what polls it has around it. */
export interface PollWorld<Cloud> {
  readonly clock: HandClock;
  readonly cloud: Cloud;
  readonly journal: MemoryJournal;
  readonly folder: string;
  /** Where the cloud answers. */
  readonly endpoint: string;
}

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Ends after the test. */
export async function pollWorld<Cloud extends { listen(): Promise<string>; close(): Promise<void> }>(
  newCloud: (nowMs: () => number) => Cloud,
): Promise<PollWorld<Cloud>> {
  const clock = new HandClock(START);
  const cloud = newCloud(() => clock.trueMs());
  const folder = mkdtempSync(join(tmpdir(), 'presage-poll-'));
  const endpoint = await cloud.listen();
  ends.push(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true });
  });
  return { clock, cloud, journal: new MemoryJournal(), folder, endpoint };
}

/** Starts a feed, which is stopped after the test. */
export async function started(feed: Feed): Promise<Feed> {
  ends.push(() => feed.stop());
  await feed.start();
  return feed;
}
