/**
 * In: the features of a template. Out: how likely each class, severity and category is. A linear model: for each of the three
 * questions the weights of the features are summed and made probabilities by softmax. `npm run train` makes the weights.
 */
import type { Category, LogClass, Severity } from '@presage/contract';
import { CLASSES } from '@presage/contract';
import { BUCKETS, type Features } from './features.ts';

/** Severities that the words of a line can tell: `trace` is nothing but a level. */
export const SAID_SEVERITIES = ['critical', 'error', 'warning', 'info', 'debug'] as const;
export const SAID_CATEGORIES = [
  'security',
  'resource',
  'workflow',
  'http',
  'network',
  'storage',
  'hardware',
  'deployment',
  'user_action',
  'system_notification',
  'application_error',
  'deprecation',
] as const satisfies readonly Category[];

/** The answers of each question, in the order of the weights of a row. */
export const QUESTIONS = {
  class: CLASSES,
  severity: SAID_SEVERITIES,
  category: SAID_CATEGORIES,
} as const;
export type Question = keyof typeof QUESTIONS;

/** Weights of one row: those of the three questions after each other. */
export const WIDTH = CLASSES.length + SAID_SEVERITIES.length + SAID_CATEGORIES.length;
const STARTS: Readonly<Record<Question, number>> = {
  class: 0,
  severity: CLASSES.length,
  category: CLASSES.length + SAID_SEVERITIES.length,
};

/** Shares from `from` up were right in `right` of all cases. Both rise from step to step; the first `from` is 0. */
export interface Step {
  readonly from: number;
  readonly right: number;
}

/** As `npm run train` writes it. */
export interface ModelWeights {
  /** Numbers of the rows that have weights, rising: 16-bit, low byte first, base64. All others weigh nothing. */
  readonly rows: string;
  /** WIDTH signed bytes for each of them, base64. */
  readonly weights: string;
  /** What a byte of each answer's weights stands for, one of WIDTH. */
  readonly scales: readonly number[];
  /** For each class: how often it was right, on systems kept apart, when it was said with so large a share. */
  readonly calibration: Readonly<Record<LogClass, readonly Step[]>>;
}

/** What the words of a template say, probabilities in the order of QUESTIONS. */
export interface Opinion {
  readonly class: Readonly<Record<LogClass, number>>;
  readonly severity: Readonly<Record<Exclude<Severity, 'trace'>, number>>;
  readonly category: readonly number[];
}

export interface Model {
  readonly opinionOf: (features: Features) => Opinion;
  /** 0…1: how often the class is right when it is said with this share. */
  readonly confidenceOf: (logClass: LogClass, share: number) => number;
}

/** Weights by row. */
export interface Table {
  /** WIDTH for each row that has any. */
  readonly weights: ArrayLike<number>;
  /** For each of BUCKETS rows where its weights begin, -1 for none. */
  readonly starts: Int32Array;
}

/** A table's index; `rows` has no row twice. */
export function startsOf(rows: Iterable<number>): Int32Array {
  const starts = new Int32Array(BUCKETS).fill(-1);
  let start = 0;
  for (const row of rows) {
    starts[row] = start;
    start += WIDTH;
  }
  return starts;
}

/** Throws when the weights are not of this model's size: a broken file of ours. */
export function createModel({ rows: rowText, weights: text, scales, calibration }: ModelWeights): Model {
  const rows = rowsOf(rowText);
  const table = { weights: bytesOf(text), starts: startsOf(rows) };
  if (table.weights.length !== rows.length * WIDTH || scales.length !== WIDTH)
    throw new Error('The weights of the model are not of its size; `npm run train` makes them anew.');
  return {
    opinionOf(features) {
      const sums = sumOf(features, table).map((sum, k) => sum * (scales[k] ?? 0));
      const shares = (question: Question): number[] => sharesOf(sums, question);
      const [incident = 0, preventive = 0, normal = 0] = shares('class');
      const [critical = 0, error = 0, warning = 0, info = 0, debug = 0] = shares('severity');
      return {
        class: { incident, preventive_action: preventive, normal },
        severity: { critical, error, warning, info, debug },
        category: shares('category'),
      };
    },
    confidenceOf: (logClass, share) =>
      calibration[logClass].findLast(({ from }) => share >= from)?.right ?? 0.5,
  };
}

/** The sums of all answers. Named features count whole, hashed ones share one unit of length. */
export function sumOf({ named, hashed }: Features, table: Table): Float64Array {
  const sums = new Float64Array(WIDTH);
  for (const row of named) addRow(sums, table, row, 1);
  const size = sizeOf(hashed.length);
  for (const row of hashed) addRow(sums, table, row, size);
  return sums;
}

/** `row` is below BUCKETS. */
function addRow(sums: Float64Array, { weights, starts }: Table, row: number, size: number): void {
  const start = starts[row] as number;
  if (start < 0) return;
  for (let k = 0; k < WIDTH; k++) sums[k] = (sums[k] as number) + size * (weights[start + k] as number);
}

/** Weight of each of `count` hashed features: a long line is not surer than a short one. */
export function sizeOf(count: number): number {
  return count === 0 ? 0 : 2 / Math.sqrt(count);
}

/** Softmax over the answers of one question. */
export function sharesOf(sums: Float64Array, question: Question): number[] {
  const start = STARTS[question];
  const own = [...sums.subarray(start, start + QUESTIONS[question].length)];
  const most = Math.max(...own);
  const powers = own.map((sum) => Math.exp(sum - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function bytesOf(base64: string): Int8Array {
  return Int8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function rowsOf(base64: string): Uint16Array {
  const bytes = atob(base64);
  return Uint16Array.from(
    { length: bytes.length / 2 },
    (_, i) => bytes.charCodeAt(2 * i) + 256 * bytes.charCodeAt(2 * i + 1),
  );
}
