/** A label is in force moments after it is journalled; what is unknown after that has lost it, and gets it again. */
const LABEL_TAKES_MS = 600_000;
const MOST = 50_000;

/** Templates that need no look for now, by id: a memory that saves asking the file, and may forget. */
export class Settled {
  readonly #until = new Map<string, number>();

  has(id: string, nowMs: number): boolean {
    return (this.#until.get(id) ?? 0) > nowMs;
  }

  labelled(id: string, nowMs: number): void {
    this.rest(id, nowMs + LABEL_TAKES_MS);
  }

  rest(id: string, untilMs: number): void {
    if (this.#until.size >= MOST) this.#until.clear();
    this.#until.set(id, untilMs);
  }
}
