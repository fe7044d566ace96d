import type { LlmFile } from './llm-file.ts';

export const HOUR_MS = 3_600_000;
/** An hour is let go when all of it is 24 hours ago. */
const HOURS = 25;

/** Calls of one hour since 1970, for one tenant and purpose. */
export interface SpentCalls {
  readonly hour: number;
  readonly tenant: string;
  readonly purpose: string;
  readonly calls: number;
}

/** Where the calls are kept across restarts. */
export interface SpentStore {
  load(): readonly SpentCalls[];
  add(hour: number, tenant: string, purpose: string): void;
  dropBefore(hour: number): void;
}

/** In the file beside the answers. */
export function spentStore(file: LlmFile): SpentStore {
  return {
    load: () =>
      file.rows('SELECT hour, tenant, purpose, calls FROM calls').map((row) => ({
        hour: Number(row['hour']),
        tenant: String(row['tenant']),
        purpose: String(row['purpose']),
        calls: Number(row['calls']),
      })),
    add(hour, tenant, purpose) {
      file.run(
        `INSERT INTO calls VALUES (?, ?, ?, 1)
          ON CONFLICT (hour, tenant, purpose) DO UPDATE SET calls = calls + 1`,
        hour,
        tenant,
        purpose,
      );
    },
    dropBefore: (hour) => void file.run('DELETE FROM calls WHERE hour < ?', hour),
  };
}

/**
 * Calls of the last 24 hours, counted by the hour: a window that rolls, so that no day of any vendor's calendar sees more than
 * the limit.
 */
export class SpentHours {
  readonly #store: SpentStore;
  #calls: SpentCalls[];
  #hour: number;

  constructor(store: SpentStore, nowMs: number) {
    this.#store = store;
    this.#calls = [...store.load()];
    this.#hour = hourOf(nowMs);
    this.#forget();
  }

  add(nowMs: number, tenant: string, purpose: string): void {
    const hour = hourOf(nowMs);
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#forget();
    }
    const isSame = (one: SpentCalls): boolean =>
      one.hour === hour && one.tenant === tenant && one.purpose === purpose;
    const at = this.#calls.findIndex(isSame);
    const calls = (this.#calls[at]?.calls ?? 0) + 1;
    if (at === -1) this.#calls.push({ hour, tenant, purpose, calls });
    else this.#calls[at] = { hour, tenant, purpose, calls };
    this.#store.add(hour, tenant, purpose);
  }

  count(nowMs: number, isMeant: (calls: SpentCalls) => boolean): number {
    return sum(this.#window(nowMs, isMeant));
  }

  /** Milliseconds until fewer than `limit` calls are left in the window; 0 = they are fewer now. */
  fullFor(nowMs: number, limit: number, isMeant: (calls: SpentCalls) => boolean): number {
    const window = this.#window(nowMs, isMeant).sort((a, b) => a.hour - b.hour);
    let left = sum(window);
    if (left < limit) return 0;
    for (const { hour, calls } of window) {
      left -= calls;
      if (left < limit) return (hour + HOURS) * HOUR_MS - nowMs;
    }
    // A limit of none never ends.
    return HOURS * HOUR_MS;
  }

  /** Hours ahead of the clock, which was set back, do not count. */
  #window(nowMs: number, isMeant: (calls: SpentCalls) => boolean): SpentCalls[] {
    const hour = hourOf(nowMs);
    return this.#calls.filter((one) => one.hour > hour - HOURS && one.hour <= hour && isMeant(one));
  }

  #forget(): void {
    const oldest = this.#hour - HOURS + 1;
    this.#calls = this.#calls.filter(({ hour }) => hour >= oldest);
    this.#store.dropBefore(oldest);
  }
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS);
}

function sum(calls: readonly SpentCalls[]): number {
  return calls.reduce((total, one) => total + one.calls, 0);
}
