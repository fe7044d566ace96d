/**
 * Which files are followed: finds them, opens each once, reads them in turn, notices rotation and removal, and lets go of what is
 * read to its end. A round reads at most one chunk of each file, so that a long one does not hold up the rest.
 */
import type { BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { messageOf, PresageError } from '../../errors.ts';
import { findFiles, findMoved, isPacked, isReadablePack } from './find-files.ts';
import { FollowedFile, type FileParts } from './followed-file.ts';
import { BUFFER_BYTES } from './line-cutter.ts';
import { Complaints } from './complaints.ts';
import { firstSight, knownPosition } from './first-sight.ts';

export interface FileSetParts extends FileParts {
  readonly patterns: readonly string[];
  readonly from: 'beginning' | 'end';
  readonly clock: { monotonicMs(): number };
  /** Wall clock, ms: a file born later is new, its lines are live. */
  readonly startedMs: number;
}

export interface FileStatus {
  readonly path: string;
  /** Bytes handed on and acknowledged. */
  readonly offset: number;
  readonly size: number;
  readonly lagBytes: number;
  readonly lastError?: string;
}

const DISCOVERY_MS = 5000;
/** Files read at the same time: their arrivals share the journal's sync. */
const LANES = 4;
/** Steps without a byte after which a file that has moved is finished. */
const QUIET_STEPS = 2;
/** A renamed file may get lines until its writer opens the new one. */
const MOVED_QUIET_MS = 10_000;

export class FileSet {
  readonly #parts: FileSetParts;
  /** `device:inode` → file. */
  readonly #files = new Map<string, FollowedFile>();
  readonly #buffers: readonly Buffer[] = Array.from({ length: LANES }, () => Buffer.alloc(BUFFER_BYTES));
  readonly #complaints: Complaints;
  #discoverAtMs = -Infinity;
  #pausedUntilMs = -Infinity;
  #isFirst = true;

  constructor(parts: FileSetParts) {
    this.#parts = parts;
    this.#complaints = new Complaints(parts.log);
  }

  /** One round over all files; true = there is more to read at once. */
  async poll(): Promise<boolean> {
    const nowMs = this.#parts.clock.monotonicMs();
    if (nowMs >= this.#discoverAtMs) {
      this.#discoverAtMs = nowMs + DISCOVERY_MS;
      await this.#discover();
    }
    if (nowMs < this.#pausedUntilMs) return false;
    const files = this.#files.entries();
    const lanes = this.#buffers.map((buffer) => this.#readInTurn(files, buffer));
    const hasMore = (await Promise.all(lanes)).includes(true);
    await this.#save();
    return hasMore && this.#parts.clock.monotonicMs() >= this.#pausedUntilMs;
  }

  status(): readonly FileStatus[] {
    const followed = [...this.#files.values()].map((file) => ({
      path: file.path,
      offset: file.offset,
      size: file.size,
      lagBytes: Math.max(0, file.size - file.offset),
      ...(file.lastError === undefined ? {} : { lastError: file.lastError }),
    }));
    const unread = this.#complaints.open().map(([path, lastError]) => ({
      ...{ path, offset: 0, size: 0, lagBytes: 0, lastError },
    }));
    const paths = new Set(followed.map(({ path }) => path));
    return [...followed, ...unread.filter(({ path }) => !paths.has(path))];
  }

  async close(): Promise<void> {
    await this.#save();
    await this.abandon();
  }

  /** Lets go of all files as they are. */
  async abandon(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.handle.close()));
    this.#files.clear();
  }

  async #discover(): Promise<void> {
    const { paths, missing } = await findFiles(this.#parts.patterns);
    this.#complaints.keepOnly(new Set([...paths, ...missing, this.#parts.positions.path]));
    for (const path of missing) {
      this.#complaints.tell(
        path,
        'There is no such file yet; it is read from its start as soon as there is.',
      );
    }
    for (const path of paths) await this.#visit(path);
    if (this.#isFirst) await this.#resumeMoved();
    this.#isFirst = false;
    await this.#save();
  }

  /** Follows what is at this path now, if it is not followed already. */
  async #visit(path: string): Promise<void> {
    try {
      const stats = await stat(path, { bigint: true });
      const followed = this.#files.get(idOf(stats));
      if (isPacked(path)) {
        // gzip and zstd are the backlog's.
        if (!isReadablePack(path))
          this.#complaints.tell(path, 'It is packed; unpack it first, or pack it with gzip.');
        return;
      }
      if (followed) await this.#meetAgain(followed, path);
      else if (stats.isFile()) await this.#open(path);
      else if (this.#parts.patterns.includes(path)) {
        this.#complaints.tell(
          path,
          'It is no regular file; to follow the files of a folder, name FOLDER/*.log.',
        );
        return;
      }
      this.#complaints.settle(path);
    } catch (thrown) {
      // Gone since it was found: whether it should be there, the next discovery says.
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') this.#complaints.tell(path, reasonOf(thrown));
    }
  }

  /** A file that moved to where the patterns find it goes on under its new name. */
  async #meetAgain(file: FollowedFile, path: string): Promise<void> {
    if (file.isMoved || (file.path !== path && !(await isAt(file, file.path)))) {
      file.path = path;
      file.isMoved = false;
    }
  }

  async #open(path: string, movedFrom?: string): Promise<void> {
    const handle = await open(path, 'r');
    try {
      const stats = await handle.stat({ bigint: true });
      const sight = { path, stats, handle, isFirst: this.#isFirst };
      const position =
        movedFrom === undefined
          ? await firstSight(this.#parts, sight)
          : await knownPosition(this.#parts, sight);
      if (position === undefined || this.#files.has(idOf(stats))) {
        await handle.close();
        return;
      }
      this.#parts.positions.put(position);
      this.#parts.positions.forgetOthers(position);
      const file = new FollowedFile(this.#parts, handle, position, this.#parts.clock.monotonicMs());
      file.isMoved = movedFrom !== undefined;
      file.path = movedFrom ?? path;
      this.#files.set(idOf(stats), file);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  }

  /** Files that were rotated while nobody looked: read to their end under their new names. */
  async #resumeMoved(): Promise<void> {
    const keys = this.#keys();
    for (const position of this.#parts.positions.all()) {
      if (keys.has(position.key)) continue;
      const path = await findMoved(position.path, position.device, position.inode);
      if (path === undefined) continue;
      await this.#open(path, position.path).catch((thrown: unknown) => {
        this.#complaints.tell(path, reasonOf(thrown));
      });
    }
  }

  async #readInTurn(files: MapIterator<[string, FollowedFile]>, buffer: Buffer): Promise<boolean> {
    let hasMore = false;
    for (const [id, file] of files) {
      if (this.#parts.clock.monotonicMs() < this.#pausedUntilMs) break;
      try {
        const result = await file.step(buffer, this.#parts.clock.monotonicMs());
        file.lastError = undefined;
        if (result === 'more') hasMore = true;
        else await this.#look(id, file);
      } catch (thrown) {
        await this.#fail(id, file, thrown);
      }
    }
    return hasMore;
  }

  /** At its end: is it still what its path stands for? */
  async #look(id: string, file: FollowedFile): Promise<void> {
    const isDeleted = (await file.handle.stat()).nlink === 0;
    if (!file.isMoved && (isDeleted || !(await isAt(file, file.path)))) {
      file.isMoved = true;
      file.quietSteps = 0;
      await this.#visitIfThere(file.path);
      return;
    }
    const nowMs = this.#parts.clock.monotonicMs();
    const isOver = isDeleted || nowMs - file.grewMs >= MOVED_QUIET_MS;
    if (!file.isMoved || !isOver || file.quietSteps < QUIET_STEPS) return;
    await file.finish(nowMs);
    await this.#letGo(id, file);
    if (isDeleted) this.#parts.positions.remove(file.key);
    this.#parts.log.info('a rotated or deleted file was read to its end', { path: file.path });
  }

  async #visitIfThere(path: string): Promise<void> {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) await this.#visit(path);
  }

  async #letGo(id: string, file: FollowedFile): Promise<void> {
    this.#files.delete(id);
    await file.handle.close();
  }

  /** A refusal pauses all files: the share is one for all. A file that cannot be read is opened anew at the next discovery. */
  async #fail(id: string, file: FollowedFile, thrown: unknown): Promise<void> {
    file.lastError = messageOf(thrown);
    if (isFileSystemError(thrown)) {
      this.#complaints.tell(file.path, reasonOf(thrown));
      await this.#letGo(id, file);
      return;
    }
    const seconds = (thrown instanceof PresageError ? thrown.retryAfter : undefined) ?? 1;
    const untilMs = this.#parts.clock.monotonicMs() + seconds * 1000;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
    const isExpected = thrown instanceof PresageError && thrown.retryable;
    if (!isExpected) {
      this.#parts.log.error('the lines of a file are refused; they are offered again until they are taken', {
        path: file.path,
        reason: messageOf(thrown),
      });
    }
  }

  async #save(): Promise<void> {
    try {
      await this.#parts.positions.save(this.#keys());
      this.#complaints.settle(this.#parts.positions.path);
    } catch (thrown) {
      this.#parts.positions.touch();
      this.#complaints.tell(
        this.#parts.positions.path,
        `Positions cannot be saved (${messageOf(thrown)}); until they can, the journal alone knows them.`,
      );
    }
  }

  #keys(): ReadonlySet<string> {
    return new Set([...this.#files.values()].map((file) => file.key));
  }
}

function idOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`;
}

async function isAt(file: FollowedFile, path: string): Promise<boolean> {
  const own = idOf(await file.handle.stat({ bigint: true }));
  return stat(path, { bigint: true }).then(
    (found) => idOf(found) === own,
    (thrown: unknown) => (thrown as NodeJS.ErrnoException).code !== 'ENOENT',
  );
}

function isFileSystemError(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'syscall' in thrown;
}

function reasonOf(thrown: unknown): string {
  const code = (thrown as NodeJS.ErrnoException).code;
  const message = messageOf(thrown);
  if (code === 'EACCES' || code === 'EPERM') {
    return `It may not be read (${message}); give the user that runs Presage the right to read it and its folders.`;
  }
  if (code === 'EMFILE')
    return `Too many files are open (${message}); raise the limit (ulimit -n) or name fewer.`;
  return `It cannot be read: ${message}; it is tried again.`;
}
