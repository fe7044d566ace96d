/**
 * In: the bytes of a file as they come. Out: its lines, which end at a line feed and nowhere else, with their offsets.
 * Of a line that is longer than any may be only the beginning is held and given out, for the intake to refuse it with its reason.
 */

export interface Line {
  /** Without its line end. */
  readonly text: string;
  /** Bytes of the line with its end: [start, end). */
  readonly start: number;
  readonly end: number;
}

/** So much of a line is given out. */
export const MAX_LINE_BYTES = 1024 * 1024;

const LF = 10;

export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const held = new HeldLine();
  for await (const piece of pieces) {
    let from = 0;
    for (let lf = piece.indexOf(LF); lf >= 0; lf = piece.indexOf(LF, from)) {
      held.add(piece.subarray(from, lf));
      yield held.take(1);
      from = lf + 1;
    }
    held.add(piece.subarray(from));
  }
  if (held.bytes > 0) yield held.take(0);
}

/** A line as it gathers. */
class HeldLine {
  /** As many as were seen, also of those that are not kept. */
  bytes = 0;
  #start = 0;
  #kept: Buffer[] = [];
  #keptBytes = 0;

  add(part: Buffer): void {
    this.bytes += part.byteLength;
    const kept = part.subarray(0, MAX_LINE_BYTES - this.#keptBytes);
    if (kept.byteLength === 0) return;
    this.#kept.push(kept);
    this.#keptBytes += kept.byteLength;
  }

  /** @param endBytes of its line end */
  take(endBytes: number): Line {
    const start = this.#start;
    const end = start + this.bytes + endBytes;
    const [first] = this.#kept;
    const bytes = this.#kept.length === 1 && first ? first : Buffer.concat(this.#kept);
    const text = bytes.toString('utf8');
    this.#start = end;
    this.bytes = this.#keptBytes = 0;
    this.#kept = [];
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, start, end };
  }
}
