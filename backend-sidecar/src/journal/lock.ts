import { randomUUID } from 'node:crypto';
import { open, readFile, readlink, stat, unlink } from 'node:fs/promises';
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

export interface LockOptions {
  readonly beatMs?: number;
  /**
   * Called once when another process has taken the lock over, as it may when this one stood still for long (a machine that was
   * suspended). Whoever hears it must write nothing more into the folder.
   */
  readonly lost?: () => void;
}

/**
 * Locks a data folder against a second process, by the file `lock` in it. A killed process leaves its lock behind; the next one
 * takes it over: at once where it can see that the process is gone, else (another machine or container) after six seconds
 * without a sign of life. Rejects with a JournalError `locked`.
 */
export async function lockFolder(folder: string, options: LockOptions = {}): Promise<FolderLock> {
  const { beatMs = BEAT_MS, lost = () => undefined } = options;
  const path = join(folder, 'lock');
  const self = await describeSelf();
  const file = await acquire({ folder, self, beatMs }, path);
  return hold(path, file, self, { beatMs, lost });
}

interface Locker {
  readonly folder: string;
  readonly self: Holder;
  readonly beatMs: number;
}

async function acquire(locker: Locker, path: string): Promise<FileHandle> {
  for (;;) {
    const file = await create(path, locker.self);
    if (file !== undefined) return file;
    const sight = await look(path);
    if (sight === undefined) continue;
    const holder = parseHolder(sight.text);
    if (await isAlive(path, holder, locker)) throw lockedError(locker.folder, path, holder);
    await removeDead(locker, path, sight, holder);
  }
}

/**
 * Of several that found the same lock dead only one may remove it, or the last would remove what the first has made since.
 * The right to do so is a lock of its own, named after the dead one.
 */
async function removeDead(
  locker: Locker,
  path: string,
  dead: Sight,
  holder: Holder | undefined,
): Promise<void> {
  const rightPath = `${path}.${holder?.token.replace(/[^a-z0-9-]/g, '') ?? 'unreadable'}`;
  const right = await acquire(locker, rightPath);
  try {
    const now = await look(path);
    if (now?.text === dead.text && now.touchedMs === dead.touchedMs) await unlink(path);
  } finally {
    await right.close();
    await unlink(rightPath);
  }
}

async function create(path: string, self: Holder): Promise<FileHandle | undefined> {
  const file = await open(path, 'wx', 0o600).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'EEXIST') return undefined;
    throw thrown;
  });
  try {
    await file?.writeFile(JSON.stringify(self));
    return file;
  } catch (thrown) {
    // An empty lock would hold up the next start for six seconds, as somebody's who is just writing it.
    await file?.close();
    await unlink(path);
    throw thrown;
  }
}

function hold(
  path: string,
  file: FileHandle,
  self: Holder,
  { beatMs, lost }: Required<LockOptions>,
): FolderLock {
  const beat = setInterval(() => {
    // A beat that fails says nothing new: the disk's own errors reach the appends.
    touch().catch(() => undefined);
  }, beatMs);
  beat.unref();
  let isOver = false;
  async function touch(): Promise<void> {
    const holder = parseHolder((await look(path))?.text ?? '');
    if (isOver) return;
    if (holder !== undefined && holder.token !== self.token) {
      isOver = true;
      clearInterval(beat);
      lost();
      return;
    }
    const now = new Date();
    await file.utimes(now, now);
  }
  return {
    async release() {
      isOver = true;
      clearInterval(beat);
      await file.close();
      const sight = await look(path);
      if (sight !== undefined && parseHolder(sight.text)?.token === self.token) await unlink(path);
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

async function isAlive(path: string, holder: Holder | undefined, locker: Locker): Promise<boolean> {
  const { self, beatMs } = locker;
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
  const before = await look(path);
  for (let half = 0; half < 2 * MISSED_BEATS; half++) {
    await wait(beatMs / 2);
    const now = await look(path);
    if (now === undefined) return false;
    if (now.touchedMs !== before?.touchedMs) return true;
  }
  return false;
}

interface Sight {
  readonly text: string;
  readonly touchedMs: number;
}

/** Undefined = there is no such file. */
async function look(path: string): Promise<Sight | undefined> {
  try {
    return { touchedMs: (await stat(path)).mtimeMs, text: await readFile(path, 'utf8') };
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
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
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
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
