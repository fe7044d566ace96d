import { BUCKETS, NAMED } from '../src/pipeline/classify/features.ts';
import {
  QUESTIONS,
  type Question,
  sharesOf,
  sizeOf,
  startsOf,
  sumOf,
  type Table,
  WIDTH,
} from '../src/pipeline/classify/model.ts';
import type { Example } from './corpus.ts';

/**
 * How the weights are found; part of the training record. `decay` is per step; named features learn at half the size; a hashed
 * row of one sentence alone is left out, because it could only tell that one again.
 */
export const SETTINGS = {
  seed: 20310203,
  rounds: 30,
  rate: 0.05,
  decay: 0.02,
  named: 0.5,
} as const;

const QUESTION_LIST = Object.keys(QUESTIONS) as Question[];

/** What was learnt: weights of the rows that have any. */
export interface Fitted extends Table {
  /** Rising. */
  readonly rows: readonly number[];
  readonly weights: Float64Array;
}

/**
 * Multinomial logistic regression for each question by gradient descent with decay towards zero, in an order drawn from the
 * seed: the same examples give the same weights. Plain steps, no AdaGrad: those let words that were seen once weigh as much as
 * common ones, and systems kept apart came out worse.
 */
export function fit(examples: readonly Example[]): Fitted {
  const rows = knownRows(examples);
  const table = { rows, starts: startsOf(rows), weights: new Float64Array(rows.length * WIDTH) };
  const chance = createChance(SETTINGS.seed);
  const order = [...examples];
  for (let round = 0; round < SETTINGS.rounds; round++) {
    shuffle(order, chance);
    const rate = SETTINGS.rate / (1 + (4 * round) / SETTINGS.rounds);
    for (const example of order) learn(example, table, rate);
  }
  return table;
}

/** All named rows, and the hashed ones that enough sentences have. */
function knownRows(examples: readonly Example[]): number[] {
  const first = new Map<number, number>();
  const known = new Set(Array.from({ length: NAMED }, (_, row) => row));
  for (const { pattern, features } of examples) {
    for (const row of features.hashed) {
      if ((first.get(row) ?? pattern) !== pattern) known.add(row);
      first.set(row, pattern);
    }
  }
  return [...known].filter((row) => row < BUCKETS).sort((a, b) => a - b);
}

function learn({ features, weight, ...truths }: Example, table: Fitted, rate: number): void {
  const { weights, starts } = table;
  const sums = sumOf(features, table);
  const slopes = QUESTION_LIST.flatMap((question) => {
    const truth = (QUESTIONS[question] as readonly string[]).indexOf(truths[question]);
    return sharesOf(sums, question).map((share, k) => (share - (k === truth ? 1 : 0)) * weight);
  });
  const step = (row: number, size: number): void => {
    const start = starts[row] ?? -1;
    if (start < 0) return;
    for (let at = start, k = 0; k < WIDTH; k++, at++) {
      const value = weights[at] ?? 0;
      weights[at] = value - rate * ((slopes[k] ?? 0) * size + SETTINGS.decay * weight * value);
    }
  };
  for (const row of features.named) step(row, SETTINGS.named);
  const size = sizeOf(features.hashed.length);
  for (const row of features.hashed) step(row, size);
}

/** Mulberry32: numbers in [0, 1) that depend on the seed alone. */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher–Yates, in place. */
export function shuffle(list: unknown[], chance: () => number): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
