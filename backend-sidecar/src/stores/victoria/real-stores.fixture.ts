import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../loopback.fixture.ts';
import type { LogsQuery, Scope, StatsQuery } from '../store.ts';
import { STORE_CLOCK, type StoreClock } from './clock.ts';
import { NEVER } from './victoria.fixture.ts';

/** Whether a program is on PATH. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['-version'], { stdio: 'ignore' }).error === undefined;
}

/** A real store on a free port of 127.0.0.1 with its own folder. */
export class RealStore {
  readonly url: string;
  readonly #program: string;
  readonly #arguments: readonly string[];
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(program: string, port: number, flags: readonly string[]) {
    this.#program = program;
    this.#folder = mkdtempSync(join(tmpdir(), `presage-${program}-`));
    this.url = `http://127.0.0.1:${port}`;
    this.#arguments = [`-storageDataPath=${this.#folder}`, `-httpListenAddr=127.0.0.1:${port}`, ...flags];
  }

  static async start(program: string, ...flags: string[]): Promise<RealStore> {
    const store = new RealStore(program, await freePort(), flags);
    await store.start();
    return store;
  }

  async start(): Promise<void> {
    this.#process = spawn(this.#program, this.#arguments, { stdio: 'ignore' });
    for (let i = 0; i < 200; i++) {
      const reply = await fetch(`${this.url}/health`).catch(() => undefined);
      if (reply?.ok) return;
      await pause(50);
    }
    throw new Error(`${this.#program} did not start`);
  }

  /** SIGKILL; resolves when the process is gone and its port and folder are free. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running) return;
    const gone = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until the answer is right, as a store needs a moment to show what it has; gives the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  ms = 90_000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || performance.now() > end) return answer;
    await pause(100);
  }
}

export const MINUTE = 60_000;
/** A whole minute, ten minutes ago: rows of these tests lie in the five minutes after it. */
export const baseMs = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE;

function scopeOf(tenant: string): Scope {
  return {
    tenant,
    fromMs: baseMs,
    toMs: baseMs + 5 * MINUTE,
    filters: [],
    text: undefined,
    logsql: undefined,
    corrected: [],
    signal: NEVER,
  };
}

export function logsQuery(tenant: string, change: Partial<LogsQuery> = {}): LogsQuery {
  return { ...scopeOf(tenant), limit: 1000, direction: 'backward', ...change };
}

export function statsQuery(tenant: string, change: Partial<StatsQuery> = {}): StatsQuery {
  return {
    ...scopeOf(tenant),
    groupBy: [],
    stepMs: undefined,
    top: undefined,
    time: 'event',
    value: 'count',
    ...change,
  };
}

/** The title of a suite that needs both stores, and whether it can run. */
export function realSuite(): { canRun: boolean; title: string } {
  const missing = ['victoria-logs', 'victoria-metrics'].filter((program) => !isInstalled(program));
  const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(' and ')} not on PATH)`;
  return { canRun: missing.length === 0, title: `With a real VictoriaLogs and VictoriaMetrics${why}` };
}

/** Real time that can be moved ahead, so that horizons need no waiting. */
export class AheadClock implements StoreClock {
  #aheadMs = 0;
  wallMs(): number {
    return STORE_CLOCK.wallMs();
  }
  monotonicMs(): number {
    return STORE_CLOCK.monotonicMs() + this.#aheadMs;
  }
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return STORE_CLOCK.wait(ms, signal);
  }
  move(ms: number): void {
    this.#aheadMs += ms;
  }
}
