import type { SlotType, TemplateSlot } from '@presage/contract';
import { LogSketch, type SavedSketch } from '../score/log-sketch.ts';
import { spread, wordLanes } from '../template/hash.ts';
import { VARIABLE } from '../template/line-tokens.ts';
import { Tokenizer } from '../template/tokenizer.ts';
import { typeOf, UNIT_OF } from './slot-type.ts';

const MOST_SLOTS = 8;
/** Different values that are told apart; beyond it there are just many. */
const MOST_DISTINCT = 32;
const MOST_CODES = 8;
const TOP = 5;
/** Shares whose quantiles are given. */
const SHARES = [0.5, 0.9, 0.99] as const;

interface Slot {
  /** Index among the template's tokens, and among its variables. */
  readonly token: number;
  readonly position: number;
  readonly name: string;
  readonly isQuoted: boolean;
  seen: number;
  readonly types: Map<SlotType, number>;
  /** Hashes of values, at most MOST_DISTINCT: a value itself may be someone's name. */
  readonly distinct: Set<number>;
  /** How often each code came. */
  readonly codes: Map<number, number>;
  readonly sketch: LogSketch;
  least: number;
  most: number;
}

/** seen, types, hashes, codes, sketch, least and most, in the order of slots. */
type SavedSlot = readonly [
  number,
  readonly (readonly [SlotType, number])[],
  readonly number[],
  readonly (readonly [number, number])[],
  SavedSketch,
  number?,
  number?,
];
export interface SavedTemplateSlots {
  readonly text: string;
  readonly slots: readonly SavedSlot[];
}

/** One for all: a line's tokens are read at once. */
const tokenizer = new Tokenizer();

/** What stood in the variables of one template: types, amounts as sketches, codes with their counts; no other value is kept. */
export class TemplateSlots {
  readonly text: string;
  readonly #words: readonly string[];
  readonly #slots: Slot[] = [];

  constructor(text: string) {
    this.text = text;
    const tokens = tokenizer.tokenize(text);
    this.#words = Array.from({ length: tokens.count }, (_, i) =>
      tokens.kind[i] === VARIABLE ? '' : tokens.wordAt(text, i),
    );
    let position = 0;
    for (let token = 0; token < tokens.count; token++) {
      if (tokens.kind[token] !== VARIABLE) continue;
      const isGlued =
        tokens.end[token - 1] === tokens.start[token] && tokens.start[token + 1] === tokens.end[token];
      if (this.#slots.length < MOST_SLOTS) this.#slots.push(this.#slotAt(token, position, isGlued));
      position++;
    }
  }

  get size(): number {
    return this.#slots.length;
  }

  /** Reads the values of a line; false when its tokens do not lie as the template's do. */
  read(content: string): boolean {
    const tokens = tokenizer.tokenize(content);
    if (tokens.count !== this.#words.length) return false;
    for (const slot of this.#slots) {
      const from = slot.token === 0 ? 0 : (tokens.end[slot.token - 1] as number);
      const next = slot.token + 1;
      const to = next < tokens.count ? (tokens.start[next] as number) : content.length;
      if (to >= from) take(slot, content.slice(from, to).trim());
    }
    return true;
  }

  rows(): TemplateSlot[] {
    return this.#slots.filter(({ seen }) => seen > 0).map(rowOf);
  }

  save(): SavedTemplateSlots {
    return { text: this.text, slots: this.#slots.map(saveSlot) };
  }

  static load({ text, slots }: SavedTemplateSlots): TemplateSlots {
    const loaded = new TemplateSlots(text);
    loaded.#slots.forEach((slot, i) => {
      const saved = slots[i];
      if (saved !== undefined) loadSlot(slot, saved);
    });
    return loaded;
  }

  #slotAt(token: number, position: number, isGlued: boolean): Slot {
    const isQuoted = isGlued && this.#words[token - 1] === '"' && this.#words[token + 1] === '"';
    return {
      token,
      position,
      name: nameBefore(this.#words, isQuoted ? token - 1 : token),
      isQuoted,
      seen: 0,
      types: new Map(),
      distinct: new Set(),
      codes: new Map(),
      sketch: new LogSketch(),
      least: Infinity,
      most: -Infinity,
    };
  }
}

/** `took <*>`, `took=<*>`, `exit code <*>`: the word before, over one mark, with what kind of code it is. */
function nameBefore(words: readonly string[], at: number): string {
  const isWord = (i: number): boolean => /^\p{L}/u.test(words[i] ?? '');
  const i = isWord(at - 1) ? at - 1 : /^[=:]$/.test(words[at - 1] ?? '') && isWord(at - 2) ? at - 2 : -1;
  if (i < 0) return '';
  const name = words[i] ?? '';
  return /^code$/i.test(name) && isWord(i - 1) ? `${words[i - 1] ?? ''} ${name}` : name;
}

function take(slot: Slot, value: string): void {
  const { type, amount } = typeOf(value, slot.name, slot.isQuoted);
  slot.seen++;
  slot.types.set(type, (slot.types.get(type) ?? 0) + 1);
  if (slot.distinct.size < MOST_DISTINCT) slot.distinct.add(hashOf(value));
  if (amount === undefined) return;
  if (type === 'status_code' || type === 'exit_code') {
    if (slot.codes.has(amount) || slot.codes.size < MOST_CODES)
      slot.codes.set(amount, (slot.codes.get(amount) ?? 0) + 1);
    return;
  }
  // Quantiles are of a logarithm: what is below zero counts as zero, but in the extremes.
  slot.sketch.add(amount);
  slot.least = Math.min(slot.least, amount);
  slot.most = Math.max(slot.most, amount);
}

/** Of the commonest type; amounts of others among them are rare. */
function rowOf(slot: Slot): TemplateSlot {
  const { position, name, seen, types, distinct, codes, sketch, least, most } = slot;
  const [type] = [...types].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? ['text'];
  const unit = UNIT_OF[type];
  const row = {
    position,
    ...(name === '' ? {} : { name }),
    type,
    ...(unit === undefined ? {} : { unit }),
    seen,
    distinct: distinct.size,
    ...(distinct.size < MOST_DISTINCT ? {} : { more: true }),
  };
  if (type === 'status_code' || type === 'exit_code') return { ...row, top: topOf(codes) };
  if (unit === undefined && type !== 'number') return row;
  const [p50, p90, p99] = sketch.quantiles(SHARES).map((value) => within(value, least, most));
  if (p50 === undefined || p90 === undefined || p99 === undefined) return row;
  return { ...row, min: least, p50, p90, p99, max: most };
}

/** A quantile is exact to 7 %: it never lies outside of what there was. */
function within(value: number, least: number, most: number): number {
  return Number(Math.min(most, Math.max(least, value)).toPrecision(4));
}

function topOf(codes: ReadonlyMap<number, number>): { value: string; count: number }[] {
  return [...codes]
    .sort(([a, n], [b, m]) => m - n || a - b)
    .slice(0, TOP)
    .map(([value, count]) => ({ value: String(value), count }));
}

function hashOf(value: string): number {
  const [a, b] = wordLanes(value, 0, Math.min(value.length, 256));
  return spread(a ^ b);
}

function saveSlot({ seen, types, distinct, codes, sketch, least, most }: Slot): SavedSlot {
  const bounds = least <= most ? ([least, most] as const) : ([] as const);
  return [seen, [...types], [...distinct], [...codes], sketch.save(), ...bounds];
}

function loadSlot(slot: Slot, [seen, types, distinct, codes, sketch, least, most]: SavedSlot): void {
  slot.seen = seen;
  for (const [type, count] of types) slot.types.set(type, count);
  for (const hash of distinct) slot.distinct.add(hash);
  for (const [code, count] of codes) slot.codes.set(code, count);
  slot.sketch.restore(sketch);
  slot.least = least ?? Infinity;
  slot.most = most ?? -Infinity;
}
