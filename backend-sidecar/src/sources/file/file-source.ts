/**
 * Follows log files: paths and globs in, arrivals out, every line once, in order, through rotation, truncation and restarts.
 * Reads by polling, which works on every file system. No line is dropped because the road is busy: it waits in its file.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import type { Intake } from '../source.ts';
import { FileSet, type FileStatus } from './file-set.ts';
import { Positions } from './positions.ts';

export interface FileSourceOptions {
  /** Paths, or globs (`/var/log/*.log`). */
  readonly patterns: readonly string[];
  /** Where to start in a file that was there before and was never followed. */
  readonly from: 'beginning' | 'end';
  /** For times that name no zone: minutes east of UTC. */
  readonly zoneOffsetMinutes: number;
  readonly tenant: string;
  readonly host: string;
  /** Gets `positions.json`. */
  readonly folder: string;
  /** Origin → position text of its newest entry in the journal. */
  readonly recalled: ReadonlyMap<string, string>;
  readonly intake: Intake;
  readonly log: Log;
  readonly clock?: { monotonicMs(): number };
}

export interface FileSource {
  start(): void;
  /** Resolves when nothing is read any more. What was read and not yet taken is read again after the next start. */
  stop(): Promise<void>;
  status(): readonly FileStatus[];
}

const POLL_MS = 500;

export function openFileSource(options: FileSourceOptions): FileSource {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  let files: FileSet | undefined;
  async function run(): Promise<void> {
    files = await openFileSet(options);
    while (!stopped.signal.aborted) {
      const hasMore = await poll(files, options.log);
      await wait(hasMore ? 0 : POLL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    await files.close();
  }
  return {
    start: () => {
      running ??= run().catch((thrown: unknown) => {
        options.log.error('files are no longer followed; start the sidecar again', {
          reason: messageOf(thrown),
        });
      });
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
    status: () => files?.status() ?? [],
  };
}

/** The files without a timer: whoever calls `poll` is the clock. */
export async function openFileSet(options: FileSourceOptions): Promise<FileSet> {
  const positions = await Positions.open(options.folder, options.recalled, options.log);
  const clock = options.clock ?? { monotonicMs: () => performance.now() };
  return new FileSet({ ...options, positions, clock, startedMs: Date.now() });
}

async function poll(files: FileSet, log: Log): Promise<boolean> {
  try {
    return await files.poll();
  } catch (thrown) {
    log.error('a look at the followed files failed; it is tried again', { reason: messageOf(thrown) });
    return false;
  }
}
