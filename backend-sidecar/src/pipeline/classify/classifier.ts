/** placeholder header */
import type { Severity } from '@presage/contract';
import type { Signature } from '../../../knowledge/signature.ts';
import { createJudgementPool, type Judgement } from './judgement.ts';

export interface Judge {
  judge(content: string, level: Severity | undefined): Judgement;
}
export interface Classifier {
  prepare(template: string): Judge;
}

export function createClassifier(signatures: readonly Signature[]): Classifier {
  const share = createJudgementPool();
  if (new Set(signatures.map(({ id }) => id)).size < signatures.length)
    throw new Error('Two signatures have one id.');
  return {
    prepare: () => ({
      judge: (_content, level) => {
        const bad = level === 'error' || level === 'critical';
        return share({
          class: bad ? 'incident' : 'normal',
          severity: level ?? 'info',
          category: 'other',
          by: level === undefined ? 'default' : 'level',
          confidence: 0.5,
          signature: undefined,
        });
      },
    }),
  };
}
