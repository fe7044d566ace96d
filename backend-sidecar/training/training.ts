import { createHash } from 'node:crypto';
import { BUCKETS } from '../src/pipeline/classify/features.ts';
import type { ModelWeights } from '../src/pipeline/classify/model.ts';
import { calibrate, calibrationError, NORMAL_SHARE } from './calibrate.ts';
import { type Corpus } from './corpus.ts';
import { figuresOf, round } from './figures.ts';
import { fit, SETTINGS } from './fit.ts';
import { type Answer, answersOf, byWordingAlone, foldOf, FOLDS } from './folds.ts';
import { quantise } from './quantise.ts';

/** What the weights were made from and what they reach on systems and templates that they have not seen. */
export interface TrainingRecord {
  readonly corpus: { readonly sha256: string; readonly lines: number; readonly systems: number };
  readonly settings: Readonly<Record<string, number>>;
  readonly weights: { readonly sha256: string };
  readonly keptApart: {
    readonly model: ReturnType<typeof figuresOf>;
    readonly wordsOfTroubleAlone: ReturnType<typeof figuresOf>;
    /** Shares of right answers. */
    readonly severity: number;
    readonly category: number;
    /** Expected calibration error of the class: steps from one half of the folds, measured on the other, both ways. */
    readonly calibrationError: number;
  };
}

/** The same corpus, seed and settings give the same. */
export function train({ examples, hash }: Corpus): { weights: ModelWeights; record: TrainingRecord } {
  const answers = answersOf(examples);
  const weights = quantise(fit(examples), calibrate(answers));
  const folds = foldOf(examples);
  return {
    weights,
    record: {
      corpus: { sha256: hash, lines: examples.length, systems: folds.size },
      settings: { ...SETTINGS, buckets: BUCKETS, folds: FOLDS, normalShare: NORMAL_SHARE },
      weights: {
        sha256: createHash('sha256').update(weights.rows).update(weights.weights).digest('hex'),
      },
      keptApart: figuresApart(answers, folds),
    },
  };
}

function figuresApart(
  answers: readonly Answer[],
  folds: ReadonlyMap<string, number>,
): TrainingRecord['keptApart'] {
  const share = (isSo: (answer: Answer) => boolean): number =>
    round(answers.filter(isSo).length / answers.length);
  const half = (rest: number): Answer[] =>
    answers.filter(({ example }) => (folds.get(example.system) ?? 0) % 2 === rest);
  const errors = [0, 1].map((rest) => calibrationError(half(rest), calibrate(half(1 - rest))));
  return {
    model: figuresOf(answers.map(({ example, settled }) => ({ truth: example.class, said: settled.class }))),
    wordsOfTroubleAlone: figuresOf(
      answers.map((answer) => ({ truth: answer.example.class, said: byWordingAlone(answer) })),
    ),
    severity: share(({ example, severity }) => example.severity === severity),
    category: share(({ example, category }) => example.category === category),
    calibrationError: round(errors.reduce((sum, error) => sum + error, 0) / errors.length),
  };
}
