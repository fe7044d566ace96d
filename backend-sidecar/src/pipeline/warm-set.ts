/** Something whose working memory can be given up and made again. */
export interface Coolable {
  /** Set at every use. */
  warm: boolean;
  cool(): void;
}

/** Looked at for each that is added: more than one, so that the set shrinks again after a burst. */
const LOOKS = 2;

/**
 * Those that hold working memory: `atLeast` of them, and beyond that as many as are in use between two rounds of the hand
 * (the clock algorithm). Who is given up changes nothing that is said, only what has to be worked out again.
 */
export class WarmSet<Item extends Coolable> {
  readonly #items: Item[] = [];
  readonly #atLeast: number;
  #hand = 0;

  constructor(atLeast: number) {
    this.#atLeast = atLeast;
  }

  get size(): number {
    return this.#items.length;
  }

  /** `item` has just made its working memory. */
  add(item: Item): void {
    for (let i = 0; i < LOOKS && this.#items.length >= this.#atLeast; i++) this.#look();
    item.warm = true;
    this.#items.push(item);
  }

  /** Gives up what was not used since the last look; the last of the list takes its place. */
  #look(): void {
    if (this.#hand >= this.#items.length) this.#hand = 0;
    const item = this.#items[this.#hand] as Item;
    if (item.warm) {
      item.warm = false;
      this.#hand++;
      return;
    }
    item.cool();
    const last = this.#items.pop() as Item;
    if (last !== item) this.#items[this.#hand] = last;
  }
}
