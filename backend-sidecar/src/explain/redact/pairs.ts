/**
 * Which pairs of neighbouring characters a text has, so that most words need not be looked for: there are hundreds of them, and
 * nearly every text has none. May say of a word that it could be there when it is not, never the other way round.
 */
export class Pairs {
  readonly #present = new Uint8Array(SIZE);

  /** Forgets the text before. */
  read(text: string): void {
    this.#present.fill(0);
    for (let i = 0; i < text.length; i++) this.#present[placeOf(text, i)] = 1;
  }

  /** Whether all pairs of a word are there; `places` is placesOf(word). */
  mayHold(places: readonly number[]): boolean {
    for (const place of places) if (this.#present[place] === 0) return false;
    return true;
  }
}

const SIZE = 8192;

/** The places of a word's pairs; none for a single character. */
export function placesOf(word: string): number[] {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => placeOf(word, i));
}

function placeOf(text: string, i: number): number {
  return (text.charCodeAt(i) * 61 + text.charCodeAt(i + 1)) & (SIZE - 1);
}
