import { PresageError } from '../errors.ts';

const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Watches how large one page of lines gets: ten thousand of the longest would take more memory than the process may have. */
export class PageSize {
  #characters = 0;

  /** Throws `bad_query` when the page is too large. */
  add(characters: number): void {
    this.#characters += characters;
    if (this.#characters <= MAX_CHARACTERS) return;
    throw new PresageError(
      'bad_query',
      `The lines have over ${MAX_CHARACTERS >> 20} MiB together; ask for fewer lines, or filter more.`,
    );
  }
}
