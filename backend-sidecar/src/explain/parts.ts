import type { Decider, LogClass, Log, Meter, Severity, Template } from '@presage/contract';
import type { Signature } from '../../knowledge/signature.ts';
import type { Reader } from '../stores/store.ts';
import type { ExplanationBook } from './book.ts';
import type { ModelParts } from './model-parts.ts';
import type { RunbookPage } from './runbooks/runbook.ts';

/** What the pipeline says of a line; `signature` is the id of the one that decided. */
export interface Judged {
  readonly class: LogClass;
  readonly severity: Severity;
  readonly templateId: string;
  readonly signature: string | undefined;
  readonly by: Decider;
}

export interface ExplainParts {
  readonly reader: Reader;
  /** Leaves no trace. Undefined for a line that cannot be read. */
  judge(
    tenant: string,
    line: { readonly message: string; readonly fields: Readonly<Record<string, string>> },
  ): Judged | undefined;
  /** A signature in force by its id, those that ship and the user's own; undefined when there is none. */
  signature(id: string): Signature | undefined;
  /** Templates whose class a person has set: it holds for older lines too. */
  corrected(
    tenant: string,
  ): readonly { readonly class: LogClass; readonly service: string; readonly ids: readonly string[] }[];
  /** The template table; undefined for a template that is not known. */
  template(tenant: string, templateId: string): Template | undefined;
  /** The user's own pages, as they are now. */
  runbooks(): readonly RunbookPage[];
  /** Undefined when no model is configured. */
  readonly model: ModelParts | undefined;
  readonly book: ExplanationBook;
  readonly meter: Meter;
  readonly log: Log;
  /** Longest time for gathering, ms. */
  readonly gatherMs: number;
  /** Milliseconds since 1970. */
  clock(): number;
}
