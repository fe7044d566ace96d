import { CLASSES, type LogClass } from '@presage/contract';
import type { Step } from '../src/pipeline/classify/model.ts';
import type { Answer } from './folds.ts';

/** A class said with a share, and whether it was right. */
interface Case {
  readonly share: number;
  readonly isRight: boolean;
  readonly weight: number;
}

/**
 * Share of normal templates among those of a running system; the corpus has fewer of them, so that it shows more kinds of
 * trouble. Cases are weighed so that calibration holds for a running system.
 */
export const NORMAL_SHARE = 0.7;
/** Least weight of a step, in cases. */
const LEAST_CASES = 25;
const ROUND = 1000;

export type Calibration = Record<LogClass, readonly Step[]>;

/** For each class, how often it was right by the share it was said with: isotonic regression over answers kept apart. */
export function calibrate(answers: readonly Answer[]): Calibration {
  const cases = casesOf(answers);
  const stepsOf = (logClass: LogClass): readonly Step[] => isotonic(cases.get(logClass) ?? []);
  return {
    incident: stepsOf('incident'),
    preventive_action: stepsOf('preventive_action'),
    normal: stepsOf('normal'),
  };
}

/** Expected calibration error: how far confidence and share of right answers lie apart, over ten bins, weighed by cases. */
export function calibrationError(answers: readonly Answer[], calibration: Calibration): number {
  const bins = Array.from({ length: 10 }, () => ({ weight: 0, right: 0, said: 0 }));
  for (const [logClass, cases] of casesOf(answers)) {
    for (const { share, isRight, weight } of cases) {
      const said = calibration[logClass].findLast(({ from }) => share >= from)?.right ?? 0.5;
      const bin = bins[Math.min(9, Math.floor(said * 10))];
      if (bin === undefined) continue;
      bin.weight += weight;
      bin.said += weight * said;
      if (isRight) bin.right += weight;
    }
  }
  const total = bins.reduce((sum, { weight }) => sum + weight, 0);
  return bins.reduce((sum, { right, said }) => sum + Math.abs(right - said), 0) / total;
}

function casesOf(answers: readonly Answer[]): Map<LogClass, Case[]> {
  const normal = answers.filter(({ example }) => example.class === 'normal').length;
  const more = NORMAL_SHARE / (1 - NORMAL_SHARE) / (normal / (answers.length - normal));
  const cases = new Map<LogClass, Case[]>(CLASSES.map((logClass) => [logClass, []]));
  for (const { example, settled } of answers) {
    const weight = example.class === 'normal' ? more : 1;
    const isRight = example.class === settled.class;
    cases.get(settled.class)?.push({ share: settled.share, isRight, weight });
  }
  return cases;
}

/** Pool adjacent violators. */
function isotonic(cases: readonly Case[]): Step[] {
  const pools: { from: number; weight: number; right: number }[] = [];
  for (const { share, isRight, weight } of [...cases].sort((a, b) => a.share - b.share)) {
    pools.push({ from: share, weight, right: isRight ? weight : 0 });
    for (let last = pools.at(-1), former = pools.at(-2); last && former;) {
      const rises = former.right / former.weight < last.right / last.weight;
      if (rises && former.weight >= LEAST_CASES) break;
      former.weight += last.weight;
      former.right += last.right;
      pools.pop();
      last = former;
      former = pools.at(-2);
    }
  }
  return pools.map(({ from, weight, right }, i) => ({
    from: i === 0 ? 0 : Math.round(from * ROUND) / ROUND,
    // One more right and one more wrong case: no step is 0 or 1.
    right: Math.round(((right + 1) / (weight + 2)) * ROUND) / ROUND,
  }));
}
