import { type Category, type LogClass } from '@presage/contract';
import { wordingIn } from '../src/pipeline/classify/features.ts';
import {
  QUESTIONS,
  type Opinion,
  type Question,
  sharesOf,
  sumOf,
  type Table,
} from '../src/pipeline/classify/model.ts';
import { settle, type Settled } from '../src/pipeline/classify/settle.ts';
import type { Wording } from '../src/pipeline/classify/wording.ts';
import type { Example } from './corpus.ts';
import { createChance, fit, SETTINGS, shuffle } from './fit.ts';

export const FOLDS = 6;

/** An example as it was judged by weights that have seen neither its system nor its template. */
export interface Answer {
  readonly example: Example;
  readonly wording: Wording;
  readonly settled: Settled;
  readonly severity: string;
  readonly category: Category;
}

/** Deals the systems round to the folds, in an order drawn from the seed. */
export function foldOf(examples: readonly Example[]): ReadonlyMap<string, number> {
  const systems = [...new Set(examples.map(({ system }) => system))].sort();
  shuffle(systems, createChance(SETTINGS.seed));
  return new Map(systems.map((system, i) => [system, i % FOLDS]));
}

/** Every example judged by the other folds. */
export function answersOf(examples: readonly Example[]): Answer[] {
  const folds = foldOf(examples);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const apart = examples.filter(({ system }) => folds.get(system) === fold);
    const templates = new Set(apart.map(({ template }) => template));
    const others = examples.filter(
      ({ system, template }) => folds.get(system) !== fold && !templates.has(template),
    );
    const weights = fit(others);
    return apart.map((example) => answer(example, weights));
  }).flat();
}

export function answer(example: Example, weights: Table): Answer {
  const sums = sumOf(example.features, weights);
  const likeliest = <Q extends Question>(question: Q): (typeof QUESTIONS)[Q][number] => {
    const shares = sharesOf(sums, question);
    return QUESTIONS[question][shares.indexOf(Math.max(...shares))] as (typeof QUESTIONS)[Q][number];
  };
  const wording = wordingIn(example.features);
  return {
    example,
    wording,
    settled: settle({ class: classShares(sums) }, wording),
    severity: likeliest('severity'),
    category: likeliest('category'),
  };
}

function classShares(sums: Float64Array): Opinion['class'] {
  const [incident = 0, preventive = 0, normal = 0] = sharesOf(sums, 'class');
  return { incident, preventive_action: preventive, normal };
}

/** Class of the words of trouble alone: what the model is compared with. */
export function byWordingAlone({ wording }: Answer): LogClass {
  if (wording === 'none') return 'normal';
  return wording === 'caution' ? 'preventive_action' : 'incident';
}
