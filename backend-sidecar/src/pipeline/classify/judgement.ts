import type { Category, Decider, LogClass, Severity } from '@presage/contract';

/** What is said of a line by its wording, level and deciding values. Frozen and shared: equal judgements are one object. */
export interface Judgement {
  readonly class: LogClass;
  readonly severity: Severity;
  readonly category: Category;
  readonly by: Decider;
  /** 0…1: share of right classes measured for this kind of decision. */
  readonly confidence: number;
  /** Id of the signature that decided, if one did. */
  readonly signature: string | undefined;
}

/** Gives one object for equal judgements. The number of different ones is bounded: signatures × words of the contract. */
export function createJudgementPool(): (judgement: Judgement) => Judgement {
  const known = new Map<string, Judgement>();
  return (judgement) => {
    const { class: logClass, severity, category, by, confidence, signature = '' } = judgement;
    const key = [logClass, severity, category, by, confidence, signature].join('|');
    let shared = known.get(key);
    if (shared === undefined) known.set(key, (shared = Object.freeze({ ...judgement })));
    return shared;
  };
}
