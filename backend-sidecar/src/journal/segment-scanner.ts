import { codeOf } from './files.ts';
import type { OpenFile } from './files.ts';
import type { Entry } from './journal.ts';
import { HEAD_BYTES, RECORD_MAGIC, claimedBytes, decodeRecord, sequenceEnd } from './record-codec.ts';

/** What stands at a place of a segment: an entry, or bytes that are none. */
export type Scanned =
  | { readonly entry: Entry; readonly start: number; readonly end: number }
  | {
      readonly entry: undefined;
      readonly start: number;
      readonly end: number;
      /** Behind the last sequence that the damaged record took, where its head can still be read. */
      readonly sequenceEnd: number | undefined;
    };

const PIECE_BYTES = 1024 * 1024;
/** Unit in which what a bad sector leaves is saved. */
const SECTOR_BYTES = 4096;
const EMPTY = Buffer.alloc(0);

/**
 * Walks the records of one open segment. Holds one piece of it (1 MiB, or one larger record) at a time; payloads are
 * views of the piece. Never throws on damaged bytes: they come out as such, and the walk goes on at the next sound head.
 */
export class SegmentScanner {
  readonly #file: OpenFile;
  readonly #salt: number;
  #piece = EMPTY;
  /** Where the piece stands in the file. */
  #base = 0;
  #at: number;

  constructor(file: OpenFile, salt: number, from: number) {
    this.#file = file;
    this.#salt = salt;
    this.#at = from;
  }

  /** Where the next record starts. */
  get position(): number {
    return this.#at;
  }

  /** The next record or damage before `limit`, the end of a record; undefined = there is no more. */
  async next(limit: number): Promise<Scanned | undefined> {
    const start = this.#at;
    if (start >= limit) return undefined;
    if (!(await this.#load(start, HEAD_BYTES, limit))) return this.#damaged(start, limit, undefined);
    const length = claimedBytes(this.#piece, start - this.#base, this.#salt);
    if (length === 0) return this.#damaged(start, await this.#nextHead(start + 1, limit), undefined);
    const claimed = sequenceEnd(this.#piece, start - this.#base);
    if (!(await this.#load(start, length, limit))) {
      return this.#damaged(start, await this.#nextHead(start + 1, limit), claimed);
    }
    const entry = decodeRecord(this.#piece, start - this.#base, length, this.#salt);
    if (entry === undefined) return this.#damaged(start, start + length, claimed);
    this.#at = start + length;
    return { entry, start, end: this.#at };
  }

  #damaged(start: number, end: number, claimed: number | undefined): Scanned {
    this.#at = end;
    return { entry: undefined, start, end, sequenceEnd: claimed };
  }

  /** Place of the next sound head from `from` on; `limit` when there is none. */
  async #nextHead(from: number, limit: number): Promise<number> {
    let at = from;
    while (await this.#load(at, HEAD_BYTES, limit)) {
      const found = this.#piece.indexOf(RECORD_MAGIC, at - this.#base);
      if (found < 0) {
        // The magic may straddle the piece's end.
        at = this.#base + this.#piece.length - RECORD_MAGIC.length + 1;
        continue;
      }
      at = this.#base + found;
      if (!(await this.#load(at, HEAD_BYTES, limit))) break;
      if (claimedBytes(this.#piece, at - this.#base, this.#salt) > 0) return at;
      at++;
    }
    return limit;
  }

  /** Brings [at, at + need) into the piece; false = there are not as many bytes before `limit`. */
  async #load(at: number, need: number, limit: number): Promise<boolean> {
    if (at + need > limit) return false;
    if (at >= this.#base && at + need <= this.#base + this.#piece.length) return true;
    // Not from the pool: readers keep payloads, and a view must not hold other pieces in memory.
    const piece = Buffer.allocUnsafeSlow(Math.min(Math.max(PIECE_BYTES, need), limit - at));
    const kept = at >= this.#base ? this.#piece.subarray(at - this.#base) : EMPTY;
    kept.copy(piece);
    const filled = await this.#fill(piece, kept.length, at);
    this.#piece = piece.subarray(0, filled);
    this.#base = at;
    return filled >= need;
  }

  async #fill(piece: Buffer, kept: number, at: number): Promise<number> {
    let filled = kept;
    while (filled < piece.length) {
      const read = await readAround(this.#file, piece.subarray(filled), at + filled);
      if (read === 0) break;
      filled += read;
    }
    return filled;
  }
}

/** As read, but sectors that the disk no longer gives come as zeros, so that only their records are lost. */
export async function readAround(file: OpenFile, into: Buffer, at: number): Promise<number> {
  try {
    return await file.read(into, at);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EIO') throw thrown;
  }
  for (let done = 0; done < into.length; done += SECTOR_BYTES) {
    const sector = into.subarray(done, done + SECTOR_BYTES);
    try {
      await file.read(sector, at + done);
    } catch (thrown) {
      if (codeOf(thrown) !== 'EIO') throw thrown;
      sector.fill(0);
    }
  }
  return into.length;
}
