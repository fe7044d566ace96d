import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import type { Journal } from '../journal/journal.ts';
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

/** State of another format is learned anew, with a word; it is no reason not to start. */
function restore({ pipeline, log }: LeftParts, saved: SavedPartition): void {
  try {
    pipeline.restore(saved);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    log.error('the state of a service cannot be used; its templates are learned anew', {
      reason: thrown.message,
    });
  }
}

/** Reads what an earlier run left. */
export async function readLeftBehind(parts: LeftParts) {
  const deadLetters = new DeadLetters(parts.deadLetters, parts.meter);
  await deadLetters.load();
  const folder = stateFolder(parts);
  for await (const saved of folder.partitions()) restore(parts, saved);
  const tail = parts.journal.tail();
  const checkpoint = await folder.checkpoint();
  const from = checkpoint ?? {
    cursor: tail,
    sequence: 0,
    tickMs: bucketStart(parts.clock.nowMs()),
  };
  const decided = await decidedThrough(parts.outbox);
  const cursors = await Promise.all(
    parts.sinks.map(async (sink) => {
      const cursorFile = new CursorFile(join(parts.folder, `cursor-${sink.name}.json`));
      return { sink, cursorFile, cursor: (await cursorFile.load()) ?? parts.outbox.tail() };
    }),
  );
  return { deadLetters, from, decided, cursors, isNew: checkpoint === undefined };
}
