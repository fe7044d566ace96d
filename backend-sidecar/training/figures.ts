import { CLASSES, type LogClass } from '@presage/contract';

export interface Verdict {
  readonly truth: LogClass;
  readonly said: LogClass;
}

/** Macro F1 of the three classes; precision and recall of "needs action". */
export function figuresOf(verdicts: readonly Verdict[]): {
  macroF1: number;
  precision: number;
  recall: number;
} {
  const count = (isCounted: (verdict: Verdict) => boolean): number => verdicts.filter(isCounted).length;
  const f1 = (logClass: LogClass): number =>
    (2 * count(({ truth, said }) => truth === logClass && said === logClass)) /
    (count(({ truth }) => truth === logClass) + count(({ said }) => said === logClass));
  const both = count(({ truth, said }) => truth !== 'normal' && said !== 'normal');
  return {
    macroF1: round(CLASSES.reduce((sum, logClass) => sum + f1(logClass), 0) / CLASSES.length),
    precision: round(both / count(({ said }) => said !== 'normal')),
    recall: round(both / count(({ truth }) => truth !== 'normal')),
  };
}

/** To three places. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
