import type { AnswerCache } from './answer-cache.ts';
import type { Budget } from './budget.ts';
import type { ModelDriver } from './drivers/driver.ts';

/** What asking a model takes, made once from the settings; explaining and labelling share it. Absent = no engine is configured. */
export interface ModelParts {
  readonly explain: ModelDriver;
  readonly classify: ModelDriver;
  readonly budget: Budget;
  readonly answers: AnswerCache;
  /** Which optional redaction is on: the options of `redact`. */
  readonly redact: { readonly ips: boolean; readonly hosts: boolean };
  /** Language of explanations, in English words: `English`. */
  readonly language: string;
}
