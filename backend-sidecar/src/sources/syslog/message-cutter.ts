/**
 * A syslog connection's bytes in, its messages out. Each message says by its first bytes how it is framed (RFC 6587): digits, a
 * blank and `<` begin an octet count, anything else runs to the next newline or NUL.
 */

/** A message may be as long as this; of a longer one the beginning is kept and the rest skipped. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const NEWLINE = 10;
const BLANK = 32;
const PRIORITY = 60;
const MAX_COUNT_DIGITS = 9;

export class MessageCutter {
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of a too long message that are still to come and are not kept. */
  #skipCount = 0;
  #skipToNewline = false;
  /** Messages of which only the beginning was kept. */
  cut = 0;

  /** Calls `take` with each message that is whole now. */
  push(piece: Buffer, take: (message: Buffer) => void): void {
    let buffer = this.#held.byteLength === 0 ? piece : Buffer.concat([this.#held, piece]);
    buffer = this.#skip(buffer);
    let at = 0;
    while (at < buffer.byteLength) {
      const next = this.#next(buffer, at, take);
      if (next < 0) break;
      at = next;
    }
    // A copy: a slice would keep the whole piece in memory.
    this.#held = at >= buffer.byteLength ? Buffer.alloc(0) : Buffer.from(buffer.subarray(at));
  }

  /** What is left when the connection ends: the last message may lack its newline. */
  end(take: (message: Buffer) => void): void {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    const count = countAt(rest, 0);
    const body = count === undefined || count.from === undefined ? rest : rest.subarray(count.from);
    give(body, take);
  }

  /** Where the next message begins; -1 when this one is not whole yet. */
  #next(buffer: Buffer, at: number, take: (message: Buffer) => void): number {
    const count = countAt(buffer, at);
    if (count === undefined) return this.#toNewline(buffer, at, take);
    if (count.from === undefined) return -1;
    const end = count.from + count.length;
    if (count.length > MAX_MESSAGE_BYTES) return this.#cutCounted(buffer, count.from, end, take);
    if (end > buffer.byteLength) return -1;
    give(buffer.subarray(count.from, end), take);
    return end;
  }

  #toNewline(buffer: Buffer, at: number, take: (message: Buffer) => void): number {
    const end = lineEnd(buffer, at);
    if (end >= 0) {
      give(buffer.subarray(at, end), take);
      return end + 1;
    }
    if (buffer.byteLength - at <= MAX_MESSAGE_BYTES) return -1;
    this.cut++;
    give(buffer.subarray(at, at + MAX_MESSAGE_BYTES), take);
    this.#skipToNewline = true;
    return buffer.byteLength;
  }

  #cutCounted(buffer: Buffer, from: number, end: number, take: (message: Buffer) => void): number {
    if (buffer.byteLength - from < MAX_MESSAGE_BYTES) return -1;
    this.cut++;
    give(buffer.subarray(from, from + MAX_MESSAGE_BYTES), take);
    this.#skipCount = Math.max(0, end - buffer.byteLength);
    return Math.min(end, buffer.byteLength);
  }

  #skip(buffer: Buffer): Buffer {
    if (this.#skipCount > 0) {
      const skipped = Math.min(this.#skipCount, buffer.byteLength);
      this.#skipCount -= skipped;
      return buffer.subarray(skipped);
    }
    if (!this.#skipToNewline) return buffer;
    const end = lineEnd(buffer, 0);
    if (end < 0) return buffer.subarray(buffer.byteLength);
    this.#skipToNewline = false;
    return buffer.subarray(end + 1);
  }
}

/** The octet count at `at`; undefined when there is none, without `from` when it is not whole yet. */
function countAt(buffer: Buffer, at: number): { length: number; from?: number } | undefined {
  let length = 0;
  let p = at;
  for (; p < buffer.byteLength; p++) {
    const c = buffer[p] ?? 0;
    if (c === BLANK && p > at) {
      const first = buffer[p + 1];
      if (first === undefined) return { length };
      // `10 items left` is a line that begins with a number.
      return first === PRIORITY ? { length, from: p + 1 } : undefined;
    }
    if (c < 48 || c > 57 || (p === at && c === 48) || p - at >= MAX_COUNT_DIGITS) return undefined;
    length = length * 10 + c - 48;
  }
  return p === at ? undefined : { length };
}

/** A newline or a NUL, whichever is first; -1 = none. */
function lineEnd(buffer: Buffer, at: number): number {
  const newline = buffer.indexOf(NEWLINE, at);
  const nul = buffer.subarray(at, newline < 0 ? undefined : newline).indexOf(0);
  return nul < 0 ? newline : at + nul;
}

/** Without the newline that some senders put inside the count, and without blank messages. */
function give(message: Buffer, take: (message: Buffer) => void): void {
  let end = message.byteLength;
  while (end > 0 && [NEWLINE, 13, 0, BLANK].includes(message[end - 1] ?? 0)) end--;
  if (end > 0) take(message.subarray(0, end));
}
