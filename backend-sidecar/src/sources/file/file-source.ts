/**
 * Follows log files: paths and globs in, arrivals out, every line once, in order, through rotation, truncation and restarts.
 * Reads by polling, which works on every file system. No line is dropped because the road is busy: it waits in its file.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import type { Log } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { FeedState, type Feed } from '../feed.ts';
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

/** What was read and not yet taken at a stop is read again after the next start. */
export interface FileSource extends Feed {
  /** The followed files. */
  files(): readonly FileStatus[];
}

const POLL_MS = 500;

export function openFileSource(options: FileSourceOptions): FileSource {
  const stopped = new AbortController();
  const state = new FeedState(Date.now);
  let running: Promise<void> | undefined;
  let files: FileSet | undefined;
  async function run(): Promise<void> {
    files = await openFileSet(options);
    while (!stopped.signal.aborted) {
      await state.resumed(stopped.signal);
      const hasMore = await poll(files, options.log, state);
      await wait(hasMore ? 0 : POLL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
    await files.close();
  }
  return {
    name: 'file',
    start: () => {
      running ??= run().catch((thrown: unknown) => {
        state.failed(`Files are no longer followed: ${messageOf(thrown)}. Start the sidecar again.`);
        options.log.error('files are no longer followed; start the sidecar again', {
          reason: messageOf(thrown),
        });
      });
      return Promise.resolve();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
    pause: () => state.pause(),
    resume: () => state.resume(),
    status: () => statusOf(state, files?.status() ?? []),
    files: () => files?.status() ?? [],
  };
}

function statusOf(state: FeedState, files: readonly FileStatus[]): ReturnType<Feed['status']> {
  const lagBytes = files.reduce((sum, file) => sum + file.lagBytes, 0);
  const troubled = files.find((file) => file.lastError !== undefined);
  const told = state.status(`follows ${files.length} files, ${lagBytes} bytes to read`);
  return troubled === undefined || told.state !== 'running'
    ? told
    : { ...told, state: 'failing', message: `${troubled.path}: ${troubled.lastError ?? ''}` };
}

/** The files without a timer: whoever calls `poll` is the clock. */
export async function openFileSet(options: FileSourceOptions): Promise<FileSet> {
  const clock = options.clock ?? { monotonicMs: () => performance.now() };
  const { folder, recalled, log } = options;
  const positions = await Positions.open(folder, recalled, log, () => clock.monotonicMs());
  return new FileSet({ ...options, positions, clock, startedMs: Date.now() });
}

async function poll(files: FileSet, log: Log, state: FeedState): Promise<boolean> {
  try {
    const hasMore = await files.poll();
    state.recovered();
    return hasMore;
  } catch (thrown) {
    state.failed(`A look at the followed files failed and is tried again: ${messageOf(thrown)}`);
    log.error('a look at the followed files failed; it is tried again', { reason: messageOf(thrown) });
    return false;
  }
}
