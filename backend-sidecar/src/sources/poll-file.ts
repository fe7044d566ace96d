/**
 * A poller's marks on disk, one a line: the checkpoint, derived from what was journalled. A mark is written after its lines are in
 * the journal, so the newest one may be missing here; the journal has it then.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@presage/contract';
import { messageOf } from '../errors.ts';
import { PollState } from './poll-state.ts';
import { replaceFile } from './replace-file.ts';

/** Marks that pile up before one is made of them. */
const LEAST_BYTES = 1024 * 1024;

export class PollFile {
  readonly #path: string;
  readonly #folder: string;
  #appended = 0;
  #wholeBytes = 0;
  #isWhole = false;

  constructor(folder: string, origin: string) {
    this.#folder = folder;
    this.#path = join(folder, `${origin}.marks`);
  }

  /**
   * What is known: of the file, of the journal's newest mark, or `fresh` when neither has any.
   * Afterwards the file holds it in one piece.
   */
  async open(recalled: string | undefined, fresh: () => PollState, log: Log): Promise<PollState> {
    await mkdir(this.#folder, { recursive: true });
    const marks = [...(await this.#read()), ...(recalled === undefined ? [] : [recalled])];
    const good = marks.filter((mark) => isMark(mark));
    if (good.length < marks.length)
      log.info('marks of a poller that were cut short are left out', { count: marks.length - good.length });
    const state = PollState.of(good) ?? fresh();
    await this.#write(state);
    return state;
  }

  /** Resolves when the file holds all that the state knows, which after a failure is written anew. */
  async ready(state: PollState): Promise<void> {
    if (!this.#isWhole) await this.#write(state);
  }

  /** Appends a mark that `state` has taken. */
  async add(mark: string, state: PollState): Promise<void> {
    if (!this.#isWhole || this.#appended > LEAST_BYTES + 2 * this.#wholeBytes) {
      await this.#write(state);
      return;
    }
    this.#isWhole = false;
    await appendFile(this.#path, `${mark}\n`, { flush: true, mode: 0o600 });
    this.#appended += mark.length;
    this.#isWhole = true;
  }

  async #read(): Promise<string[]> {
    const text = await readFile(this.#path, 'utf8').catch((thrown: unknown) => {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw new Error(`${this.#path} cannot be read: ${messageOf(thrown)}`, { cause: thrown });
    });
    return text.split('\n').filter((line) => line !== '');
  }

  async #write(state: PollState): Promise<void> {
    this.#isWhole = false;
    const text = `${state.whole()}\n`;
    await replaceFile(this.#path, text);
    this.#appended = 0;
    this.#wholeBytes = text.length;
    this.#isWhole = true;
  }
}

function isMark(text: string): boolean {
  try {
    const mark = JSON.parse(text) as { readonly w?: unknown; readonly s?: unknown };
    return typeof mark.w === 'number' && typeof mark.s === 'object' && mark.s !== null;
  } catch {
    return false;
  }
}
