import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { hasHead, headOf, readHead } from './file-head.ts';
import type { FilePosition, Positions } from './positions.ts';

/** A file as it is found, just opened. */
export interface Sight {
  readonly path: string;
  readonly stats: BigIntStats;
  readonly handle: FileHandle;
  /** Found in the first look round after the start. */
  readonly isFirst: boolean;
}

export interface SightParts {
  readonly positions: Positions;
  readonly from: 'beginning' | 'end';
  readonly startedMs: number;
}

/** A file system's clock is coarse, and on a network another machine's. */
const CLOCK_TICK_MS = 1000;
const LF = 10;
const LAST_BYTES = 64 * 1024;

/** Where to go on in a file that was followed before, under this name or another; undefined = it was not. */
export async function knownPosition(parts: SightParts, sight: Sight): Promise<FilePosition | undefined> {
  const { stats, path } = sight;
  const device = stats.dev.toString();
  const head = await readHead(sight.handle);
  const known = parts.positions
    .candidates(device, stats.ino.toString(), path)
    .find((position) => position.offset <= Number(stats.size) && hasHead(head, position));
  return known && { ...known, device, path };
}

/**
 * Where to start in a file: where it was left, behind what was read of its original, at its end, or at its beginning.
 * Undefined = that is not known yet.
 */
export async function firstSight(parts: SightParts, sight: Sight): Promise<FilePosition | undefined> {
  const known = await knownPosition(parts, sight);
  if (known) return known;
  const { stats, path, handle } = sight;
  const device = stats.dev.toString();
  const inode = stats.ino.toString();
  const bytes = await readHead(handle);
  const head = headOf(bytes);
  const size = Number(stats.size);
  const { positions } = parts;
  const copied = positions.copies.begin(
    { id: `${device}:${inode}`, path, size, head: bytes },
    sight.isFirst ? [] : positions.all(),
  );
  if (copied === 'later') return undefined;
  if (copied !== undefined) {
    const key = positions.newKey(device, inode, head);
    return { key, path, offset: copied, device, inode, ...head, backfillUntil: 0 };
  }
  // A path followed before has another content now: it was rotated or truncated while nobody looked, and all of it is new.
  const isNew = parts.positions.knowsPath(path);
  const skips = parts.from === 'end' && sight.isFirst && !isNew;
  const isLive =
    isNew || skips || (!sight.isFirst && Number(stats.birthtimeMs) >= parts.startedMs - CLOCK_TICK_MS);
  return {
    key: parts.positions.newKey(device, inode, head),
    path,
    offset: skips ? await lastLineStart(handle, size) : 0,
    device,
    inode,
    ...head,
    backfillUntil: isLive ? 0 : size,
  };
}

/** Behind the last line end, so that a line which is just being written is not cut. */
async function lastLineStart(handle: FileHandle, size: number): Promise<number> {
  const length = Math.min(size, LAST_BYTES);
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, size - length);
  const lf = buffer.subarray(0, bytesRead).lastIndexOf(LF);
  if (lf >= 0) return size - length + lf + 1;
  return length === size ? 0 : size;
}
