import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import { isNoSpace } from '../journal/files.ts';
import type { Log } from '@presage/contract';

/** A start writes some twenty KiB: its lock, and new segments behind torn ones. */
const RESERVE_BYTES = 256 * 1024;

/**
 * Bytes that are kept back in the data folder, for the next start: a process that was killed when its disk was full could not lock
 * the folder, and nothing would empty the disk by handing to the stores what waits there.
 */
export class Reserve {
  readonly #path: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#path = join(folder, 'reserve');
    this.#log = log;
  }

  /** Runs what a full disk may keep from being done: a second time, with the reserve's bytes, when it does. */
  async letDo<Result>(work: () => Promise<Result>): Promise<Result> {
    return work().catch(async (thrown: unknown) => {
      if (!isNoSpace(thrown)) throw thrown;
      this.#log.warn('the disk is full: the start takes the bytes that are kept back for it');
      await this.#give();
      return work();
    });
  }

  /** Lets work use the bytes, and keeps back again what it left. For whoever owns the folder. */
  async lend<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#give();
    const done = await work();
    await this.#take();
    return done;
  }

  #give(): Promise<void> {
    return rm(this.#path, { force: true });
  }

  /** As much as there is. Not of zeros, which some file systems store as nothing. */
  async #take(): Promise<void> {
    await writeFile(this.#path, randomBytes(RESERVE_BYTES), { mode: 0o600 }).catch((thrown: unknown) => {
      this.#log.warn('the disk is full: little is kept back for the next start', {
        reason: messageOf(thrown),
      });
    });
  }
}
