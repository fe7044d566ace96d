import type { Cursor } from './journal.ts';
import { SEGMENT_HEADER_BYTES } from './segment-file.ts';

export interface Segment {
  readonly number: number;
  /** No line of this segment has a smaller one; none of the segments before has this or a greater one. */
  readonly firstSequence: number;
  readonly path: string;
  readonly salt: number;
  /** Bytes that are durable and end with a whole record. Moved by SegmentList.setEnd only; stays when the segment is freed. */
  readonly end: number;
}

/** The segments on disk, oldest first. What readers may see and what frees space is decided here, in memory. */
export class SegmentList {
  #segments: Segment[] = [];
  #bytes = 0;

  /** Bytes of all segments. */
  get bytes(): number {
    return this.#bytes;
  }

  get all(): readonly Segment[] {
    return this.#segments;
  }

  get first(): Segment | undefined {
    return this.#segments[0];
  }

  get last(): Segment | undefined {
    return this.#segments.at(-1);
  }

  /** Start of the oldest record, or where it will be. */
  get tail(): Cursor {
    return { segment: this.first?.number ?? 0, offset: SEGMENT_HEADER_BYTES };
  }

  /** Behind the newest record. A new segment that holds none yet does not count: readers could not come as far. */
  get head(): Cursor {
    const newest = this.#segments.findLast(({ end }) => end > SEGMENT_HEADER_BYTES);
    return newest === undefined ? this.tail : { segment: newest.number, offset: newest.end };
  }

  /** The oldest with this number or a greater one. */
  from(number: number): Segment | undefined {
    return this.#segments.find((segment) => segment.number >= number);
  }

  /** Takes the segment over as the newest. */
  add(segment: Segment): void {
    this.#segments.push(segment);
    this.#bytes += segment.end;
  }

  setEnd(segment: Segment, end: number): void {
    this.#bytes += end - segment.end;
    (segment as { end: number }).end = end;
  }

  remove(segment: Segment): void {
    if (!this.#segments.includes(segment)) return;
    this.#segments = this.#segments.filter((other) => other !== segment);
    this.#bytes -= segment.end;
  }
}
