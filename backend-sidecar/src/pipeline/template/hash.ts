/** Starting values of a word's two hash lanes. */
export const SEED_1 = 0x811c9dc5 | 0;
export const SEED_2 = 0x2f0b4c47;

/** Adds a code unit to the first lane (FNV-1a). */
export function lane1(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** Adds a code unit to the second lane; shares no factor with the first. */
export function lane2(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x5bd1e995);
  return (mixed << 7) | (mixed >>> 25);
}

/** Both lanes over text[start, end). */
export function wordLanes(text: string, start: number, end: number): readonly [number, number] {
  let a = SEED_1;
  let b = SEED_2;
  for (let i = start; i < end; i++) {
    a = lane1(a, text.charCodeAt(i));
    b = lane2(b, text.charCodeAt(i));
  }
  return [a, b];
}

/** Spreads every bit of a 32-bit number over all (murmur3's finaliser). */
export function spread(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 16 hexadecimal digits over the UTF-16 code units of a text: the 64 bits of a template id. Frozen. */
export function hexHash(text: string): string {
  let a = SEED_1;
  let b = SEED_2;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = lane1(a, code);
    b = lane2(b, code);
  }
  a = spread(a ^ text.length);
  b = spread(b ^ a);
  return hex32(spread(a + b)) + hex32(b);
}

export function hex32(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, '0');
}
