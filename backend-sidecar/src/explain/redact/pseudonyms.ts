import { KINDS, type Kind } from './rule.ts';

/** How a pseudonym looks; no rule hides it again. */
const PSEUDONYM = /<[A-Z]{2,12}(?:_[A-Z]{2,12})?_\d{1,6}>/g;

/**
 * The names given in one request: the same value has the same name in every line, so a model can still follow it.
 * Holds secrets in memory: lives as long as the request and is never stored, logged or sent.
 */
export class Pseudonyms {
  readonly #names = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();

  /** @returns for example `<IP_1>`; numbers count a kind's values in the order they came */
  nameOf(kind: Kind, value: string): string {
    const key = `${kind} ${value}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const name = `<${kind}_${number}>`;
    this.#names.set(key, name);
    return name;
  }

  /** Distinct values hidden so far. */
  get size(): number {
    return this.#names.size;
  }
}

export function isRestorable(kind: Kind): boolean {
  return KINDS[kind].restorable;
}

/** Puts the values back where their pseudonyms stand; a name that is not in the map stays. One pass: values are not searched again. */
export function restore(text: string, values: ReadonlyMap<string, string>): string {
  if (values.size === 0) return text;
  return text.replace(PSEUDONYM, (name) => values.get(name) ?? name);
}
