import { readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One file that holds all rows and samples of [startMs, endMs); no two of a folder overlap in what they hold. */
export interface Slice {
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number;
}

const NAME = /^slice-(\d+)-(\d+)\.sqlite$/;
/** What SQLite keeps beside a file. */
const COMPANIONS = ['-wal', '-shm'];

/** The slices of a folder, oldest first. */
export function listSlices(folder: string): Slice[] {
  const slices: Slice[] = [];
  for (const name of readdirSync(folder)) {
    const [, start, end] = NAME.exec(name) ?? [];
    if (start) slices.push({ path: join(folder, name), startMs: Number(start), endMs: Number(end) });
  }
  return slices.sort((a, b) => a.startMs - b.startMs);
}

/** The slice that takes a time: of those that span it the one that starts last, because a full slice is cut by starting another. */
export function sliceAt(slices: readonly Slice[], timeMs: number): Slice | undefined {
  const slice = slices.findLast(({ startMs }) => startMs <= timeMs);
  return slice && timeMs < slice.endMs ? slice : undefined;
}

/** A slice for a time that none takes yet: as wide as `sliceMs`, aligned, and clear of its neighbours. */
export function planSlice(folder: string, slices: readonly Slice[], timeMs: number, sliceMs: number): Slice {
  const aligned = Math.floor(timeMs / sliceMs) * sliceMs;
  const before = slices.findLast(({ startMs }) => startMs <= timeMs);
  const after = slices.find(({ startMs }) => startMs > timeMs);
  return sliceOf(
    folder,
    Math.max(aligned, before?.endMs ?? aligned),
    Math.min(aligned + sliceMs, after?.startMs ?? Infinity),
  );
}

export function sliceOf(folder: string, startMs: number, endMs: number): Slice {
  return { path: join(folder, `slice-${startMs}-${endMs}.sqlite`), startMs, endMs };
}

/** Bytes on disk, with the write-ahead log. */
export function sliceBytes({ path }: Slice): number {
  return ['', '-wal'].reduce(
    (sum, companion) => sum + (statSync(path + companion, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Removes a file of the store. */
export function unlinkSlice({ path }: Slice): void {
  for (const companion of ['', ...COMPANIONS]) {
    if (statSync(path + companion, { throwIfNoEntry: false })) unlinkSync(path + companion);
  }
}

/** Takes a damaged file out of use without destroying it; gives its new path. */
export function setAsideFile(path: string, nowMs: number): string {
  const aside = `${path}.damaged-${nowMs}`;
  for (const companion of ['', ...COMPANIONS]) {
    if (statSync(path + companion, { throwIfNoEntry: false }))
      renameSync(path + companion, aside + companion);
  }
  return aside;
}

const ASIDE = /\.damaged-(\d+)(?:-wal|-shm)?$/;

/** Removes what was set aside before a time. */
export function dropSetAside(folder: string, beforeMs: number): void {
  for (const name of readdirSync(folder)) {
    const [, at] = ASIDE.exec(name) ?? [];
    if (at !== undefined && Number(at) < beforeMs) unlinkSync(join(folder, name));
  }
}
