import type { Log, Meter } from '@presage/contract';
import { isNoSpace } from './files.ts';
import type { FileSeam } from './files.ts';
import { JournalError } from './journal.ts';
import type { SegmentList } from './segment-list.ts';

/** What the parts of one open log share. */
export interface LogContext {
  readonly folder: string;
  /** `journal` or `outbox`: first part of the file names, label of the metrics. */
  readonly name: string;
  readonly files: FileSeam;
  readonly segments: SegmentList;
  /** Rotation size. */
  readonly segmentBytes: number;
  /** For new segments. */
  readonly writer: string;
  readonly salt: number;
  readonly log: Log;
  readonly meter: Meter;
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** What an append rejects with when the file system refused. */
export function refusal(context: { name: string; folder: string }, thrown: unknown): JournalError {
  if (thrown instanceof JournalError) return thrown;
  const where = `The ${context.name} in ${context.folder}`;
  return isNoSpace(thrown)
    ? new JournalError(
        'full',
        `${where} cannot grow: the disk is full. Free space there; it goes on by itself.`,
        thrown,
      )
    : new JournalError(
        'failed',
        `${where} cannot be written: ${messageOf(thrown)}. Look after the disk; each append tries anew.`,
        thrown,
      );
}
