import type { Category, LogClass, Severity } from '@presage/contract';
import type { Candidate } from './candidate.ts';

/** What a model says of a template, checked. */
export interface Label {
  readonly class: LogClass;
  readonly severity: Severity;
  readonly category: Category;
  /** 0…1: the model's own word for how sure it is, as a number; not measured. */
  readonly confidence: number;
}

/** A template as it was sent. */
export interface SentTemplate {
  /** `T1`, … */
  readonly id: string;
  readonly candidate: Candidate;
  /** Template and samples, as they stand in the prompt. */
  readonly texts: readonly string[];
}
