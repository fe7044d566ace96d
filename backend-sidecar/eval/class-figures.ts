import { CLASSES, type LogClass } from '@presage/contract';

/** A labelled line and what was said of it. */
export interface Outcome {
  readonly said: LogClass;
  readonly truth: LogClass;
}

/** All 0…1. */
export interface ClassFigures {
  /** Mean of the F1 of the three classes. */
  readonly macroF1: number;
  /** Of "needs action": incident or preventive action against normal. */
  readonly precision: number;
  readonly recall: number;
}

export function classFigures(outcomes: readonly Outcome[]): ClassFigures {
  const f1s = CLASSES.map((name) => f1Of(outcomes, (logClass) => logClass === name));
  const needsAction = counts(outcomes, (logClass) => logClass !== 'normal');
  return {
    macroF1: f1s.reduce((sum, value) => sum + value, 0) / f1s.length,
    precision: ratio(needsAction.right, needsAction.said),
    recall: ratio(needsAction.right, needsAction.true),
  };
}

interface Counts {
  readonly right: number;
  readonly said: number;
  readonly true: number;
}

function counts(outcomes: readonly Outcome[], is: (logClass: LogClass) => boolean): Counts {
  const said = outcomes.filter((outcome) => is(outcome.said));
  return {
    right: said.filter((outcome) => is(outcome.truth)).length,
    said: said.length,
    true: outcomes.filter((outcome) => is(outcome.truth)).length,
  };
}

function f1Of(outcomes: readonly Outcome[], is: (logClass: LogClass) => boolean): number {
  const { right, said, true: wanted } = counts(outcomes, is);
  return ratio(2 * right, said + wanted);
}

function ratio(part: number, of: number): number {
  return of === 0 ? 0 : part / of;
}
