/**
 * A small invented shop: services with formats people know, and faults that come and go. Seed and time in, lines out;
 * the same seed plays the same day.
 */
import { Chance } from './chance.ts';
import type { DemoLine } from './demo-line.ts';
import { FAULTS, type Fault } from './faults.ts';
import { SERVICES } from './services.ts';

/** The first fault starts this long after the shop opens: long enough for an ordinary picture to form. */
const FIRST_FAULT_MS = 35_000;
const FAULT_MS = 50_000;
const PAUSE_MS = 70_000;

export interface TimedLine extends DemoLine {
  /** Milliseconds since the shop opened. */
  readonly atMs: number;
}

/** The fault that is on at a time, and how far it has come (0…1). */
export function faultAt(sinceOpeningMs: number): { fault: Fault; progress: number } | undefined {
  const since = sinceOpeningMs - FIRST_FAULT_MS;
  if (since < 0) return undefined;
  const round = FAULT_MS + PAUSE_MS;
  const within = since % round;
  const fault = FAULTS[Math.floor(since / round) % FAULTS.length];
  return fault && within < FAULT_MS ? { fault, progress: within / FAULT_MS } : undefined;
}

export class Shop {
  readonly #seed: number;
  readonly #rate: number;
  readonly #hasFaults: boolean;

  /**
   * @param rate lines a second on a quiet minute
   * @param hasFaults false = every minute is quiet
   */
  constructor(seed: number, rate: number, hasFaults = true) {
    this.#seed = seed;
    this.#rate = rate;
    this.#hasFaults = hasFaults;
  }

  /** Lines of one interval, in order of time. `openedMs` (ms since 1970) gives them their clock. */
  lines(fromMs: number, toMs: number, openedMs: number): TimedLine[] {
    const chance = new Chance(this.#seed * 7919 + fromMs);
    const seconds = (toMs - fromMs) / 1000;
    const at = (): { atMs: number; clock: Date } => {
      const atMs = fromMs + Math.floor(chance.next() * (toMs - fromMs));
      return { atMs, clock: new Date(openedMs + atMs) };
    };
    const lines: TimedLine[] = [];
    for (const service of SERVICES) {
      for (let left = chance.events(this.#rate * service.share * seconds); left > 0; left--) {
        const { atMs, clock } = at();
        lines.push({ service: service.name, host: service.host, ...service.line(chance, clock), atMs });
      }
    }
    const now = this.#hasFaults ? faultAt(fromMs) : undefined;
    for (
      let left = now ? chance.events(this.#rate * now.fault.intensity * seconds) : 0;
      left > 0 && now;
      left--
    ) {
      const { atMs, clock } = at();
      lines.push({ ...now.fault.line(chance, clock, now.progress), atMs });
    }
    return lines.sort((a, b) => a.atMs - b.atMs);
  }
}

/** A line as NDJSON, as a shipper would send it. */
export function encodeLine(
  { atMs, service, host, message, level, fields }: TimedLine,
  openedMs: number,
): string {
  return JSON.stringify({
    _time: new Date(openedMs + atMs).toISOString(),
    _msg: message,
    service,
    host,
    env: 'demo',
    ...(level === undefined ? {} : { level }),
    ...fields,
  });
}
