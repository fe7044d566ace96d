import type { Frame } from '@presage/contract';

/** Who asks, and how long an answer may take. */
export interface Asker {
  readonly tenant: string;
  /** An alert rule: what a person would be told in a notice is an error. */
  readonly alert: boolean;
  readonly datasourceUid: string | undefined;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly frames: readonly Frame[];
  /** Something was left out of a right answer. */
  readonly notices: readonly string[];
  /** A part of the question could not apply: the answer is to another question, which an alert must not get. */
  readonly problems: readonly string[];
}
