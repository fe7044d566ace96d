import { readFileSync, rmSync, writeFileSync } from 'node:fs';

export interface EntryGuard {
  /** False = this entry has killed the process before: store it undecided. */
  enter(sequence: number): boolean;
}

interface Mark {
  readonly sequence: number;
  readonly times: number;
}

/**
 * Notes, while a restart decides what an earlier run left, which entry is being decided. When the process has died twice on the
 * same one, it goes on undecided instead of ending the process for ever.
 */
export class ReplayGuard implements EntryGuard {
  readonly #path: string;
  readonly #before: Mark | undefined;
  #isReplaying = true;

  constructor(path: string) {
    this.#path = path;
    this.#before = readMark(path);
  }

  enter(sequence: number): boolean {
    if (!this.#isReplaying) return true;
    const times = this.#before?.sequence === sequence ? this.#before.times + 1 : 1;
    if (times > 2) return false;
    try {
      writeFileSync(this.#path, JSON.stringify({ sequence, times }));
    } catch {
      // A full disk is no reason not to start, which may be what empties it. A death is then not counted.
    }
    return true;
  }

  /** The replay is through: live entries are not marked, the first death on one is found by the next replay. */
  done(): void {
    this.#isReplaying = false;
    rmSync(this.#path, { force: true });
  }
}

function readMark(path: string): Mark | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Mark;
  } catch {
    // No mark, or one cut short by the death it would have told of: count from one again.
    return undefined;
  }
}
