import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../src/loopback.fixture.ts';

/** A server of this benchmark, on loopback, with a folder of its own that goes with it. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Where a program lies on PATH. */
export function onPath(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Starts a program and waits until `probe` below its URL answers 200. */
export async function start(
  program: string,
  args: (port: number, folder: string) => readonly string[],
  probe: string,
  options: { readonly env?: NodeJS.ProcessEnv; readonly port?: number } = {},
): Promise<Running> {
  const { env, port = await freePort() } = options;
  const folder = mkdtempSync(join(tmpdir(), 'presage-bench-'));
  const child = spawn(program, args(port, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(env ? { env } : {}),
  });
  let words = '';
  child.stderr.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-4000)));
  const url = `http://127.0.0.1:${port}`;
  await answered(`${url}${probe}`, child, () => words);
  return {
    pid: child.pid ?? 0,
    url,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const START_MS = 30_000;

async function answered(url: string, child: ChildProcess, words: () => string): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended at once:\n${words()}`);
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    if (Date.now() > until) throw new Error(`${url} does not answer:\n${words()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
