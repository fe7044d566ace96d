import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { FileSeam, OpenFile } from './files.ts';
import { JournalError } from './journal.ts';
import { messageOf } from './log-context.ts';
import { Quarantine } from './quarantine.ts';
import type { QuarantineContext } from './quarantine.ts';
import {
  SEGMENT_FORMAT,
  SEGMENT_HEADER_BYTES,
  decodeSegmentHeader,
  parseSegmentName,
} from './segment-file.ts';
import type { SegmentHeader } from './segment-file.ts';
import type { Segment } from './segment-list.ts';
import { SegmentScanner } from './segment-scanner.ts';

/**
 * Sequences left out when the end of a log is unreadable, so that none of what may have been acknowledged there is given again:
 * more lines than a segment can hold.
 */
export const SEQUENCE_MARGIN = 2 ** 32;

const WRITER_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

interface Arrival {
  readonly ms: number;
  readonly nanos: number;
}

const NO_ARRIVAL: Arrival = { ms: 0, nanos: 0 };

/** What a folder holds when its log is opened. */
export interface Found {
  /** Oldest first; `end` of the last is behind its last sound record. */
  readonly segments: readonly Segment[];
  readonly writer: string;
  readonly salt: number;
  readonly nextSequence: number;
  /** Of the newest entry. */
  readonly arrival: Arrival;
  /** Unsound bytes behind the last segment's end: to be cut once a new segment stands. */
  readonly tornBytes: number;
  /** Records may be appended to the last segment. */
  readonly appendable: boolean;
}

interface SegmentOnDisk {
  readonly segment: Segment;
  readonly header: SegmentHeader | undefined;
}

/** Reads the folder, which it makes if need be. Changes no segment. Throws a JournalError `failed` on a newer format. */
export async function recover(context: QuarantineContext, writer: string | undefined): Promise<Found> {
  const { files, folder } = context;
  await files.makeFolder(folder);
  await files.syncFolder(dirname(folder));
  // A killed process may have made a segment whose name is not durable yet.
  await files.syncFolder(folder);
  const onDisk = await readHeaders(context);
  const newest = onDisk.findLast(({ header }) => header !== undefined)?.header;
  const salt = newest?.salt ?? randomInt(2 ** 32);
  const segments = onDisk.map(({ segment, header }) => ({ ...segment, salt: header?.salt ?? salt }));
  const id = writer ?? newest?.writer ?? randomWriter();
  const last = segments.pop();
  if (last === undefined) {
    const none = { nextSequence: 0, arrival: NO_ARRIVAL, tornBytes: 0, appendable: false };
    return { segments, writer: id, salt, ...none };
  }
  const survey = await surveyLast(files, last);
  const tornBytes = last.end - survey.end;
  return {
    segments: [...segments, { ...last, end: survey.end }],
    writer: id,
    salt,
    nextSequence: survey.nextSequence,
    arrival: survey.arrival ?? (await newestArrival(files, segments)),
    tornBytes,
    appendable: tornBytes === 0 && onDisk.at(-1)?.header?.writer === id,
  };
}

function randomWriter(): string {
  return Array.from({ length: 8 }, () => WRITER_LETTERS.charAt(randomInt(WRITER_LETTERS.length))).join('');
}

async function readHeaders(context: QuarantineContext): Promise<SegmentOnDisk[]> {
  const found: SegmentOnDisk[] = [];
  for (const { name, size } of await context.files.list(context.folder)) {
    const numbers = parseSegmentName(context.name, name);
    if (numbers === undefined) continue;
    const path = join(context.folder, name);
    const header = await readHeader(context.files, path);
    found.push({ segment: { ...numbers, path, salt: 0, end: size }, header });
  }
  return found.sort((a, b) => a.segment.number - b.segment.number);
}

async function readHeader(files: FileSeam, path: string): Promise<SegmentHeader | undefined> {
  const file = await files.open(path, 'read');
  try {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    // A header cut short has no records behind it, even when its first copy is whole.
    if ((await file.read(bytes, 0)) < SEGMENT_HEADER_BYTES) return undefined;
    const header = decodeSegmentHeader(bytes);
    if (header === undefined || header.format === SEGMENT_FORMAT) return header;
  } catch (thrown) {
    throw new JournalError('failed', `The segment ${path} cannot be read: ${messageOf(thrown)}.`, thrown);
  } finally {
    await file.close();
  }
  throw new JournalError(
    'failed',
    `The segment ${path} has a format of another version of Presage: run that version, or move the file away.`,
  );
}

interface Survey {
  /** Behind the last sound record. */
  readonly end: number;
  readonly nextSequence: number;
  /** Of the last sound record. */
  readonly arrival: Arrival | undefined;
}

/**
 * Finds the durable end. The file is synced first: what a killed process had written but not synced must not be
 * read as durable, or a power loss would take back sequences that readers have already seen.
 */
async function surveyLast(files: FileSeam, segment: Segment): Promise<Survey> {
  const file = await files.open(segment.path, 'edit');
  try {
    await file.sync();
    return await survey(file, segment);
  } finally {
    await file.close();
  }
}

async function survey(file: OpenFile, segment: Segment): Promise<Survey> {
  const scanner = new SegmentScanner(file, segment.salt, SEGMENT_HEADER_BYTES);
  let end = Math.min(SEGMENT_HEADER_BYTES, segment.end);
  let nextSequence = segment.firstSequence;
  let arrival: Arrival | undefined;
  let unreadable = segment.end < SEGMENT_HEADER_BYTES;
  for (let found = await scanner.next(segment.end); found; found = await scanner.next(segment.end)) {
    if (found.entry === undefined) {
      unreadable ||= found.sequenceEnd === undefined;
      nextSequence = Math.max(nextSequence, found.sequenceEnd ?? 0);
      continue;
    }
    unreadable = false;
    end = found.end;
    nextSequence = Math.max(nextSequence, found.entry.sequence + found.entry.count);
    arrival = { ms: found.entry.arrivalMs, nanos: found.entry.arrivalNanos };
  }
  return { end, nextSequence: nextSequence + (unreadable ? SEQUENCE_MARGIN : 0), arrival };
}

async function newestArrival(files: FileSeam, segments: readonly Segment[]): Promise<Arrival> {
  for (const segment of segments.toReversed()) {
    const file = await files.open(segment.path, 'read');
    try {
      const { arrival } = await survey(file, segment);
      if (arrival !== undefined) return arrival;
    } finally {
      await file.close();
    }
  }
  return NO_ARRIVAL;
}

/** Cuts what stands behind the last sound record, having copied it to the quarantine file. */
export async function cutTail(
  context: QuarantineContext,
  segment: Segment,
  tornBytes: number,
): Promise<void> {
  const file = await context.files.open(segment.path, 'edit');
  try {
    await new Quarantine(context).keep(segment.number, file, segment.end, segment.end + tornBytes);
    await file.truncate(segment.end);
    await file.sync();
  } finally {
    await file.close();
  }
  context.log.warn('The end of the log was torn: cut behind the last sound entry.', {
    log: context.name,
    segment: segment.number,
    offset: segment.end,
    bytes: tornBytes,
  });
}
