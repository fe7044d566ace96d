/**
 * Copies that log rotation makes of a file before it truncates it (logrotate's `copytruncate`). A new file that begins as one that
 * was just truncated, in the same folder, is its copy: what was read of the one is not read again of the other. One that begins
 * as a file that is still whole waits a while for that file's truncation, and is then a file of its own.
 */
import { dirname } from 'node:path';
import { HEAD_BYTES, hasHead, type FileHead } from './file-head.ts';

/** As it was when it was truncated. */
interface Ended extends FileHead {
  readonly path: string;
  /** Behind the last byte that was handed on. */
  readonly offset: number;
}

/** A file that is met for the first time. */
interface Met {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly head: Buffer;
}

/** A truncated file is remembered for so long; its copy was there before it was truncated. */
const REMEMBERED_MS = 60_000;
/** Two files may well begin with the same few bytes. */
const LEAST_BYTES = 256;
/** Time in which a copy is made and its original truncated. */
const PATIENCE_MS = 10_000;

export class Copies {
  readonly #nowMs: () => number;
  #ended: { readonly file: Ended; readonly atMs: number }[] = [];
  /** Since when a new file waits. */
  readonly #waiting = new Map<string, number>();

  /** @param nowMs monotonic */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** A file was truncated or replaced in place. */
  ended(file: Ended): void {
    const nowMs = this.#nowMs();
    this.#ended = this.#ended.filter(({ atMs }) => nowMs - atMs < REMEMBERED_MS);
    if (isTelling(file)) this.#ended.push({ file, atMs: nowMs });
  }

  /**
   * Where to begin in a new file: behind what was read of its original; `later` = that is not known yet; undefined = it is no copy.
   *
   * @param whole files that are followed
   */
  begin(met: Met, whole: readonly Ended[]): number | 'later' | undefined {
    const nowMs = this.#nowMs();
    const original = this.#ended.findLast(
      ({ file, atMs }) => nowMs - atMs < REMEMBERED_MS && file.offset <= met.size && beginsAs(met, file),
    );
    if (original !== undefined) {
      this.#ended = this.#ended.filter((other) => other !== original);
      this.#waiting.delete(met.id);
      return original.file.offset;
    }
    // Short files that begin alike are often no copies: those are not kept waiting.
    const mayBeCopy = whole.some((file) => file.headBytes === HEAD_BYTES && beginsAs(met, file));
    if (mayBeCopy && this.#mayWait(met.id, nowMs)) return 'later';
    this.#waiting.delete(met.id);
    return undefined;
  }

  #mayWait(id: string, nowMs: number): boolean {
    const sinceMs = this.#waiting.get(id) ?? nowMs;
    this.#waiting.set(id, sinceMs);
    return nowMs - sinceMs < PATIENCE_MS;
  }
}

/** Its head is as long as heads become, or is all that was read of it. */
function isTelling({ headBytes, offset }: Ended): boolean {
  return headBytes >= Math.min(HEAD_BYTES, Math.max(offset, LEAST_BYTES));
}

function beginsAs(met: Met, file: Ended): boolean {
  return isTelling(file) && dirname(file.path) === dirname(met.path) && hasHead(met.head, file);
}
