/**
 * In: templates, then lines of them with their explicit level. Out: class, severity, category, who decided and how sure.
 * What a template's words say is worked out once; a line is only scanned for values that decide. Pure, and never throws on
 * a line.
 */
import type { Signature } from '../../../knowledge/signature.ts';
import { createJudge, type Judge } from './judge.ts';
import { createJudgementPool } from './judgement.ts';
import { createModel } from './model.ts';
import { MODEL_WEIGHTS } from './model-weights.ts';
import { createSignatureIndex } from './signature-index.ts';

export type { Judge } from './judge.ts';

export interface Classifier {
  /** `template` has `<*>` where its lines differ. Keep the judge as long as the template stands. */
  prepare(template: string): Judge;
}

/** Throws when two signatures have one id or a signature asks for no word: a broken table of ours. */
export function createClassifier(signatures: readonly Signature[]): Classifier {
  const ids = new Set(signatures.map(({ id }) => id));
  if (ids.size < signatures.length) throw new Error('Two signatures have one id.');
  const index = createSignatureIndex(signatures);
  const model = createModel(MODEL_WEIGHTS);
  const share = createJudgementPool();
  return { prepare: (template) => createJudge(template, index, model, share) };
}
