import type { Category } from '@presage/contract';
import { featuresOf, hasTrouble, wordingIn } from './features.ts';
import { type Model, type Opinion, SAID_CATEGORIES } from './model.ts';
import { wordsOf, type Words } from './words.ts';
import type { Wording } from './wording.ts';

/** What a template's words say, harmless mentions of trouble taken out. */
export interface Reading {
  readonly words: Words;
  readonly wording: Wording;
  /** The line tells how the program copes. */
  readonly copes: boolean;
  /** It is about what others do, or about trying: a fault is routine there. */
  readonly softens: boolean;
  /** It tells that trouble is over. */
  readonly soothes: boolean;
  readonly opinion: Opinion;
  readonly category: Category;
  /** How sure a class is that the words gave, see Model. */
  readonly confidenceOf: Model['confidenceOf'];
}

export function read(text: string, model: Model): Reading {
  const words = wordsOf(text);
  const features = featuresOf(text, words);
  const opinion = model.opinionOf(features);
  const best = opinion.category.indexOf(Math.max(...opinion.category));
  return {
    words,
    wording: wordingIn(features),
    copes: hasTrouble(features, 'coping'),
    softens: hasTrouble(features, 'softening'),
    soothes: hasTrouble(features, 'soothing'),
    opinion,
    category: SAID_CATEGORIES[best] ?? 'other',
    confidenceOf: model.confidenceOf,
  };
}
