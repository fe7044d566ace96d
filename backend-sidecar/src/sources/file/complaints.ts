import type { Log } from '@presage/contract';

/** What is wrong with which path, each told once in the log until it changes. */
export class Complaints {
  readonly #log: Log;
  readonly #open = new Map<string, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  tell(path: string, reason: string): void {
    if (this.#open.get(path) === reason) return;
    this.#open.set(path, reason);
    this.#log.warn('a file to follow cannot be read now', { path, reason });
  }

  settle(path: string): void {
    if (this.#open.delete(path)) this.#log.info('a file to follow can be read again', { path });
  }

  /** Lets go of what is no longer looked for: a pattern that has found files, a file that is gone. */
  keepOnly(paths: ReadonlySet<string>): void {
    for (const path of this.#open.keys()) if (!paths.has(path)) this.#open.delete(path);
  }

  /** Path and reason of what is wrong now. */
  open(): readonly (readonly [string, string])[] {
    return [...this.#open];
  }
}
