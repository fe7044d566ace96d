/**
 * In: bytes of a file, piece by piece. Out: its lines with their offsets. Keeps the unfinished last line until its end comes.
 * What is beyond MAX_LINE_BYTES of a line is skipped and counted, never held.
 */

/** The start of a longer line goes on, for the intake to refuse it with its reason. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** Bytes read at a time. */
export const CHUNK_BYTES = 512 * 1024;
/** Bytes that a buffer for reading must have: an unfinished line and a chunk. */
export const BUFFER_BYTES = MAX_LINE_BYTES + CHUNK_BYTES;
/** A run of NUL bytes at a line's start that long is a hole: a writer went on at its old offset after a truncation. */
const HOLE_BYTES = 512;

const LF = 10;
const CR = 13;

/** @param end offset behind the line end */
export type TakeLine = (text: string, start: number, end: number) => void;

export class LineCutter {
  /** Bytes of over-long lines that were not handed on. */
  dropped = 0;
  /** Offset of the first byte of the unfinished line. */
  #start: number;
  #unfinished = Buffer.alloc(0);
  /** Bytes of the unfinished line beyond what is kept. */
  #skipped = 0;

  constructor(offset: number) {
    this.#start = offset;
  }

  /** Offset of the next byte to read. */
  get next(): number {
    return this.#start + this.#unfinished.length + this.#skipped;
  }

  get hasUnfinished(): boolean {
    return this.#unfinished.length > 0;
  }

  /** Where in the buffer to read to; what is before belongs to the cutter. */
  prepare(buffer: Buffer): number {
    this.#unfinished.copy(buffer);
    return this.#unfinished.length;
  }

  /** Cuts buffer[0, filled), of which the first part is the cutter's own. */
  cut(buffer: Buffer, filled: number, take: TakeLine): void {
    const data = buffer.subarray(0, filled);
    let from = 0;
    for (let lf = data.indexOf(LF, this.#unfinished.length); lf >= 0; lf = data.indexOf(LF, from)) {
      const end = this.#start + this.#skipped + (lf + 1 - from);
      this.#hand(data.subarray(from, lf), end, take);
      this.#start = end;
      this.#skipped = 0;
      from = lf + 1;
    }
    this.#keep(data.subarray(from));
  }

  /** Hands on the unfinished line as if it had ended. */
  finish(take: TakeLine): void {
    const end = this.next;
    if (this.hasUnfinished) this.#hand(this.#unfinished, end, take);
    this.#start = end;
    this.#unfinished = Buffer.alloc(0);
    this.#skipped = 0;
  }

  #keep(rest: Buffer): void {
    const hole = this.#skipped > 0 ? 0 : holeAt(rest);
    this.#start += hole;
    const line = rest.subarray(hole);
    this.#skipped += Math.max(0, line.length - MAX_LINE_BYTES);
    this.#unfinished = Buffer.from(line.subarray(0, MAX_LINE_BYTES));
  }

  #hand(line: Buffer, end: number, take: TakeLine): void {
    const hole = holeAt(line);
    const kept = line.subarray(hole, hole + MAX_LINE_BYTES);
    this.dropped += this.#skipped + (line.length - hole - kept.length);
    const length = kept[kept.length - 1] === CR ? kept.length - 1 : kept.length;
    if (length > 0) take(textOf(kept, length, this.#start + hole === 0), this.#start + hole, end);
  }
}

function textOf(line: Buffer, length: number, isFirst: boolean): string {
  const text = line.toString('utf8', 0, length);
  const plain = isFirst && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return plain.includes('\0') ? plain.replaceAll('\0', '\uFFFD') : plain;
}

function holeAt(line: Buffer): number {
  let end = 0;
  while (line[end] === 0) end++;
  return end >= HOLE_BYTES ? end : 0;
}
