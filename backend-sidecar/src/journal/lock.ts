import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rename, stat, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from './files.ts';
import { JournalError } from './journal.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** Who holds the lock, as its file tells. */
interface Holder {
  /** Of this very lock. */
  readonly token: string;
  readonly host: string;
  /** What tells apart process ids of other machines, starts of the machine, and containers; '' = not known. */
  readonly space: string;
  readonly pid: number;
  /** Start time of the process, in ticks since the machine's start; '' = not known. */
  readonly started: string;
}

/** The holder's file is touched as often; a rival that sees none of so many beats takes the lock for left behind. */
const BEAT_MS = 1000;
const MISSED_BEATS = 6;

/**
 * Locks a data folder against a second process, by the file `lock` in it. A killed process leaves its lock behind; the next one
 * takes it over: at once where it can see that the process is gone, else (another machine or container) after six seconds
 * without a sign of life. Rejects with a JournalError `locked`.
 */
export async function lockFolder(folder: string, options: { beatMs?: number } = {}): Promise<FolderLock> {
  const beatMs = options.beatMs ?? BEAT_MS;
  const path = join(folder, 'lock');
  const self = await describeSelf();
  for (;;) {
    const file = await create(path, self);
    if (file !== undefined) return hold(path, file, self, beatMs);
    const text = await readText(path);
    if (text === undefined) continue;
    const holder = parseHolder(text);
    if (await isAlive(path, holder, self, beatMs)) throw lockedError(folder, path, holder);
    await takeAway(folder, path, text, self);
  }
}

async function create(path: string, self: Holder): Promise<FileHandle | undefined> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify(self));
    return file;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') return undefined;
    throw thrown;
  }
}

function hold(path: string, file: FileHandle, self: Holder, beatMs: number): FolderLock {
  const beat = setInterval(() => {
    const now = new Date();
    // A beat that fails says nothing new: the disk's own errors reach the appends.
    file.utimes(now, now).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      await file.close();
      const text = await readText(path);
      if (text !== undefined && parseHolder(text)?.token === self.token) await unlink(path);
    },
  };
}

/** Undefined: the holder died while it wrote its file, or is just writing it. */
function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const { token = '', host = '', space = '', pid = 0, started = '' } = holder ?? {};
    return { token, host, space, pid, started };
  } catch {
    return undefined;
  }
}

async function isAlive(
  path: string,
  holder: Holder | undefined,
  self: Holder,
  beatMs: number,
): Promise<boolean> {
  const isNeighbour = holder !== undefined && holder.host === self.host && holder.space === self.space;
  if (!isNeighbour) return hasBeat(path, beatMs);
  return isRunning(holder.pid) && (await startOfProcess(holder.pid)) === holder.started;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return codeOf(thrown) === 'EPERM';
  }
}

/** Clocks of two machines need not agree: what counts is that the time changes. */
async function hasBeat(path: string, beatMs: number): Promise<boolean> {
  const before = await touched(path);
  for (let half = 0; half < 2 * MISSED_BEATS; half++) {
    await wait(beatMs / 2);
    if ((await touched(path)) !== before) return true;
  }
  return false;
}

async function touched(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return 0;
    throw thrown;
  }
}

/** Moves a dead lock aside; if a rival was faster, it is the rival's that was moved, and it is put back. */
async function takeAway(folder: string, path: string, dead: string, self: Holder): Promise<void> {
  const aside = join(folder, `lock.${self.token}`);
  try {
    await rename(path, aside);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return;
    throw thrown;
  }
  const moved = (await readText(aside)) ?? '';
  if (moved !== dead) await link(aside, path).catch(() => undefined);
  await unlink(aside);
  if (moved !== dead) throw lockedError(folder, path, parseHolder(moved));
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}

function lockedError(folder: string, path: string, holder: Holder | undefined): JournalError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new JournalError(
    'locked',
    `The data folder ${folder} is in use by ${who}. Stop that process, or give this one a data folder of its own. ` +
      `Only if you are sure that it is gone, delete ${path}.`,
  );
}

async function describeSelf(): Promise<Holder> {
  const boot = (await readText('/proc/sys/kernel/random/boot_id').catch(() => '')) ?? '';
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return {
    token: randomUUID(),
    host: hostname(),
    space: `${boot.trim()}${namespace}`,
    pid: process.pid,
    started: await startOfProcess(process.pid),
  };
}

/** Field 22 of /proc/<pid>/stat (proc_pid_stat(5)); its second field, the name in brackets, may itself hold spaces and brackets. */
async function startOfProcess(pid: number): Promise<string> {
  const text = (await readText(`/proc/${pid}/stat`).catch(() => '')) ?? '';
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
