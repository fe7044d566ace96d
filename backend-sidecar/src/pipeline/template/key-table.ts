const FIRST_SLOTS = 64;
/** Share of slots in use before the table doubles. */
const FULL = 0.75;

/**
 * A map from 53-bit numbers that are hashes already: open addressing over two arrays. A Map boxes every such key, which
 * doubles its memory.
 */
export class KeyTable<Value> {
  #keys = new Float64Array(FIRST_SLOTS);
  #values: (Value | undefined)[] = new Array<Value | undefined>(FIRST_SLOTS).fill(undefined);
  #size = 0;

  get(key: number): Value | undefined {
    return this.#values[this.#slotOf(key)];
  }

  set(key: number, value: Value): void {
    if (this.#size >= this.#keys.length * FULL) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#values[slot] === undefined) this.#size++;
    this.#keys[slot] = key;
    this.#values[slot] = value;
  }

  delete(key: number): void {
    let hole = this.#slotOf(key);
    if (this.#values[hole] === undefined) return;
    this.#size--;
    const mask = this.#keys.length - 1;
    // What stood behind it moves up, so that no look-up ends early.
    for (let at = (hole + 1) & mask; this.#values[at] !== undefined; at = (at + 1) & mask) {
      const home = (this.#keys[at] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#keys[hole] = this.#keys[at] as number;
      this.#values[hole] = this.#values[at];
      hole = at;
    }
    this.#values[hole] = undefined;
  }

  /** In no order that means anything. */
  forEach(visit: (key: number, value: Value) => void): void {
    this.#values.forEach((value, slot) => {
      if (value !== undefined) visit(this.#keys[slot] as number, value);
    });
  }

  /** Where the key is or would be. */
  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = key & mask;
    while (this.#values[slot] !== undefined && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Array<Value | undefined>(keys.length * 2).fill(undefined);
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === undefined) continue;
      const slot = this.#slotOf(keys[i] as number);
      this.#keys[slot] = keys[i] as number;
      this.#values[slot] = values[i];
    }
  }
}
