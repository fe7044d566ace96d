/**
 * In: the lines of one file with their byte offsets. Out: records, each one or more lines, in groups that end at an offset which no
 * record crosses: a reader that starts again there repeats nothing and misses nothing. Lines of a container's two streams may
 * interleave; each stream is put together by itself.
 */
import { readContainerLine, wrap, type Envelope } from './container-line.ts';
import { Continuation } from './continuation.ts';

export interface FileRecord {
  /** Byte offset of its first byte. */
  readonly start: number;
  readonly text: string;
}

export interface RecordGroup {
  /** In order of `start`; at least one. */
  readonly records: readonly FileRecord[];
  /** Offset behind the last byte of the group. */
  readonly end: number;
}

/** A record of several lines is closed before it grows beyond these. */
export const MAX_RECORD_LINES = 500;
export const MAX_RECORD_CHARACTERS = 200 * 1024;
/** A record waits this long for a further line, ms. */
export const QUIET_MS = 1000;
/** Finished records held back because an older one of the other stream is still open: beyond this it is closed. */
const MAX_HELD_CHARACTERS = 256 * 1024;

interface Stream {
  readonly continuation: Continuation;
  open: OpenRecord | undefined;
}

interface OpenRecord {
  readonly start: number;
  readonly envelope: Envelope | undefined;
  end: number;
  text: string;
  lines: number;
  isPartial: boolean;
  touchedMs: number;
}

export class RecordAssembler {
  readonly #streams = new Map<string, Stream>();
  #done: FileRecord[] = [];
  #doneEnd = 0;
  #held = 0;

  /** @param text without its line end; [start, end) are its bytes with it */
  line(text: string, start: number, end: number, nowMs: number): void {
    const line = readContainerLine(text);
    const stream = this.#stream(line?.stream ?? '');
    const content = line?.content ?? text;
    const { open } = stream;
    const isBlank = content.charCodeAt(0) > 32 ? false : content.trim() === '';
    const isPartial = line?.isPartial ?? false;
    const goesOn = open?.isPartial === true || (!isBlank && stream.continuation.continues(content));
    if (open && goesOn && fits(open, content)) {
      open.text += open.isPartial ? content : `\n${content}`;
      if (!open.isPartial) open.lines++;
      Object.assign(open, { end, isPartial, touchedMs: nowMs });
      return;
    }
    if (isBlank) return;
    this.#close(stream);
    const envelope = line?.envelope;
    stream.open = { start, end, envelope, text: content, lines: 1, isPartial, touchedMs: nowMs };
  }

  /** Closes records that got no line for QUIET_MS. */
  closeQuiet(nowMs: number): void {
    for (const stream of this.#streams.values()) {
      if (stream.open && nowMs - stream.open.touchedMs >= QUIET_MS) this.#close(stream);
    }
  }

  closeAll(): void {
    for (const stream of this.#streams.values()) this.#close(stream);
  }

  /** The finished records up to an offset that none crosses; undefined = none yet. */
  take(): RecordGroup | undefined {
    if (this.#done.length === 0) return undefined;
    if (this.#doneEnd > this.#oldestOpen()) {
      if (this.#held <= MAX_HELD_CHARACTERS) return undefined;
      this.closeAll();
    }
    const records = this.#done.sort((a, b) => a.start - b.start);
    this.#done = [];
    this.#held = 0;
    return { records, end: this.#doneEnd };
  }

  #oldestOpen(): number {
    let oldest = Infinity;
    for (const { open } of this.#streams.values()) if (open && open.start < oldest) oldest = open.start;
    return oldest;
  }

  #stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = { continuation: new Continuation(), open: undefined };
      this.#streams.set(name, stream);
    }
    return stream;
  }

  #close(stream: Stream): void {
    const { open } = stream;
    if (!open) return;
    const text = open.envelope === undefined ? open.text : wrap(open.envelope, open.text);
    this.#done.push({ start: open.start, text });
    this.#doneEnd = Math.max(this.#doneEnd, open.end);
    this.#held += text.length;
    stream.open = undefined;
  }
}

function fits(open: OpenRecord, content: string): boolean {
  return open.lines < MAX_RECORD_LINES && open.text.length + content.length < MAX_RECORD_CHARACTERS;
}
