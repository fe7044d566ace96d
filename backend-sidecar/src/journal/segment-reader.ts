import { codeOf } from './files.ts';
import type { OpenFile } from './files.ts';
import type { Cursor, Entry } from './journal.ts';
import type { LogContext } from './log-context.ts';
import type { Quarantine } from './quarantine.ts';
import { SEGMENT_HEADER_BYTES } from './segment-file.ts';
import type { Segment } from './segment-list.ts';
import { SegmentScanner } from './segment-scanner.ts';

export interface ReadEntry {
  readonly entry: Entry;
  readonly start: Cursor;
  readonly end: Cursor;
}

/** Entries from `from` to the durable head as it is on arrival there. Holds one open file and one piece of it. */
export async function* readSegments(
  context: LogContext,
  quarantine: Quarantine,
  from: Cursor,
): AsyncGenerator<ReadEntry> {
  const { segments, log, name } = context;
  let offset = from.offset;
  let segment = segments.from(from.segment);
  if (segment === undefined) {
    // The files were replaced by older ones: reading too much is better than standing still.
    log.warn('The cursor lies beyond the log: reading from its start.', { log: name, segment: from.segment });
    segment = segments.first;
  }
  while (segment !== undefined) {
    if (segment.number !== from.segment) offset = 0;
    const start = Math.max(offset, SEGMENT_HEADER_BYTES);
    const isDone: boolean = yield* readSegment(context, quarantine, segment, start);
    segment = isDone ? segments.from(segment.number + 1) : undefined;
  }
}

/** Returns whether this segment is done for ever: later ones exist, so nothing will be added to it. */
async function* readSegment(
  context: LogContext,
  quarantine: Quarantine,
  segment: Segment,
  offset: number,
): AsyncGenerator<ReadEntry, boolean> {
  const { segments } = context;
  if (offset >= segment.end) return segments.from(segment.number + 1) !== undefined;
  const file = await openOrFreed(context, segment);
  if (file === undefined) return true;
  try {
    const scanner = new SegmentScanner(file, segment.salt, offset);
    // Lines that a later segment begins with were written here too, but never acknowledged here.
    const sequenceLimit = segments.from(segment.number + 1)?.firstSequence ?? Infinity;
    for (;;) {
      const found = await scanner.next(segment.end);
      if (found === undefined) {
        if (scanner.position < segment.end) continue;
        return segments.from(segment.number + 1) !== undefined;
      }
      if (found.entry === undefined) {
        await quarantine.skip(segment.number, file, found.start, found.end);
      } else if (found.entry.sequence < sequenceLimit) {
        const start = { segment: segment.number, offset: found.start };
        yield { entry: found.entry, start, end: { segment: segment.number, offset: found.end } };
      }
    }
  } finally {
    await file.close();
  }
}

async function openOrFreed(context: LogContext, segment: Segment): Promise<OpenFile | undefined> {
  try {
    return await context.files.open(segment.path, 'read');
  } catch (thrown) {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
    if (context.segments.all.includes(segment)) {
      context.log.error('A segment has vanished from the folder: going on behind it.', {
        path: segment.path,
      });
    }
    return undefined;
  }
}
