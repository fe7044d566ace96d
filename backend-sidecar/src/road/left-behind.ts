import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import { messageOf } from '../errors.ts';
import type { Cursor, Journal } from '../journal/journal.ts';
import { SEQUENCE_MARGIN } from '../journal/recovery.ts';
import type { Pipeline, SavedPartition } from '../pipeline/verdict.ts';
import type { Sink } from '../stores/store.ts';
import { bucketStart, type Clock } from './clock.ts';
import { CursorFile } from './cursor-file.ts';
import { DeadLetters } from './dead-letters.ts';
import { decidedThrough } from './outbox.ts';
import { StateFolder } from './state-folder.ts';

interface LeftParts {
  readonly folder: string;
  readonly journal: Journal;
  readonly outbox: Journal;
  readonly deadLetters: Journal;
  readonly pipeline: Pipeline;
  readonly sinks: readonly Sink[];
  readonly clock: Clock;
  readonly meter: Meter;
  readonly log: Log;
}

export type LeftBehind = Awaited<ReturnType<typeof readLeftBehind>>;

export function stateFolder(parts: Pick<LeftParts, 'folder' | 'log'>): StateFolder {
  return new StateFolder(join(parts.folder, 'state'), parts.log);
}

/** State of another format, or damaged, is learned anew, with a word; it is no reason not to start. */
function restore({ pipeline, log }: LeftParts, saved: SavedPartition): void {
  try {
    pipeline.restore(saved);
  } catch (thrown) {
    log.error('the state of a service cannot be used; its templates are learned anew', {
      reason: messageOf(thrown),
    });
  }
}

/** Reads what an earlier run left. */
export async function readLeftBehind(parts: LeftParts) {
  const deadLetters = new DeadLetters(parts.deadLetters, parts.meter);
  await deadLetters.load();
  const folder = stateFolder(parts);
  let learnedThrough = -1;
  for await (const saved of folder.partitions()) {
    restore(parts, saved);
    learnedThrough = Math.max(learnedThrough, saved.position);
  }
  const checkpoint = await folder.checkpoint();
  const from = {
    sequence: 0,
    tickMs: bucketStart(parts.clock.nowMs()),
    ...checkpoint,
    cursor: within(parts.journal, checkpoint?.cursor),
  };
  const decided = await decidedThrough(parts.outbox);
  stepBehind(parts, Math.max(from.sequence, decided.sequence + 1, learnedThrough + 1));
  const cursors = await Promise.all(
    parts.sinks.map(async (sink) => {
      const cursorFile = new CursorFile(join(parts.folder, `cursor-${sink.name}.json`));
      return { sink, cursorFile, cursor: within(parts.outbox, await cursorFile.load()) };
    }),
  );
  return { deadLetters, from, decided, cursors, isNew: checkpoint === undefined };
}

/** A cursor beyond a log tells that the log is older than the cursor: what comes next would be written before it, and never read. */
function within(log: Journal, cursor: Cursor | undefined): Cursor {
  const { segment, offset } = log.head();
  const isWithin =
    cursor !== undefined &&
    (cursor.segment < segment || (cursor.segment === segment && cursor.offset <= offset));
  return isWithin ? cursor : log.tail();
}

/**
 * A journal that was cut, removed, or copied while Presage ran may be older than the files beside it. What they take for decided
 * is not given out again: new lines with sequences that were given before would be acknowledged and lost.
 */
function stepBehind({ journal, log }: LeftParts, known: number): void {
  if (journal.nextSequence() >= known) return;
  log.error(
    'the journal is older than what was decided from it; what it lacks is lost, new lines are taken',
    {
      journal: journal.nextSequence(),
      decided: known,
    },
  );
  journal.skipTo(known + SEQUENCE_MARGIN);
}
