// The programs of a stack: each in a process group of its own, so that Ctrl-C reaches only us and they stop in our order, newest
// first; what they write goes to a file each. Nobody outlives this process unless it is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { environment, ROOT } from './config.ts';

/** A program that does not end by itself within this time is killed. */
const STOP_MS = 20_000;

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
  readonly logFile: string;
}

export class Processes {
  readonly #logs: string;
  readonly #running: Running[] = [];
  readonly #failed = Promise.withResolvers<never>();
  readonly #given = new AbortController();
  #stopping = false;

  /** @param logs folder for what the programs write */
  constructor(logs: string) {
    this.#logs = logs;
    // Without somebody who waits for it, a rejection would end the process.
    this.#failed.promise.catch(() => undefined);
    process.once('exit', this.#leave);
  }

  readonly #leave = (): void => this.#running.forEach(({ child }) => signal(child, 'SIGTERM'));

  /** Rejects, with the last lines it wrote, when a program ends that nobody told to. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  start(
    name: string,
    program: string,
    args: readonly string[],
    added: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const logFile = join(this.#logs, `${name}.log`);
    const log = openSync(logFile, 'w');
    const child = spawn(program, args, {
      cwd: ROOT,
      env: environment(added),
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    child.once('error', (error) => this.#failed.reject(new Error(`${name}: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (this.#stopping) return;
      const said = lastLines(logFile);
      this.#failed.reject(new Error(`${name} ended by itself (${String(signal ?? code)}):\n${said}`));
    });
    this.#running.push({ name, child, logFile });
    return child;
  }

  /** Resolves when a GET of the URL is answered well. Rejects after a time, or when a program ends. */
  async answers(url: string, withinMs = 90_000): Promise<void> {
    await Promise.race([answered(url, withinMs, this.#given.signal), this.failed]);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#given.abort();
    for (const { child } of this.#running.toReversed()) await ended(child);
    process.off('exit', this.#leave);
  }
}

/** Asks a program to end, and ends it when it does not. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    const over = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await over;
    clearTimeout(late);
  }
  // A Grafana that is ended while it starts leaves its plugins behind.
  signal(child, 'SIGKILL');
}

/** To a program and those that it started: each leads a process group. */
function signal({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // Nobody of the group is left.
  }
}

/** Ends early, without an answer, when nobody waits any more. */
async function answered(url: string, withinMs: number, given: AbortSignal): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline && !given.aborted) {
    const reply = await fetch(url, { signal: AbortSignal.any([given, AbortSignal.timeout(5000)]) }).catch(
      () => undefined,
    );
    await reply?.body?.cancel();
    if (reply?.ok === true) return;
    await pause(150);
  }
  if (given.aborted) return;
  throw new Error(`${url} did not answer within ${withinMs / 1000} s.`);
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n');
}
