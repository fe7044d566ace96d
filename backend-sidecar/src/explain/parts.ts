import type { LogClass, Severity } from '@presage/contract';
import type { Reader } from '../stores/store.ts';

/** What the pipeline says of a line; `signature` is the id of the one that decided. */
export interface Judged {
  readonly class: LogClass;
  readonly severity: Severity;
  readonly templateId: string;
  readonly signature: string | undefined;
}

export interface ExplainParts {
  readonly reader: Reader;
  /** Leaves no trace. Undefined for a line that cannot be read. */
  judge(
    tenant: string,
    line: { readonly message: string; readonly fields: Readonly<Record<string, string>> },
  ): Judged | undefined;
  /** Templates whose class a person has set: it holds for older lines too. */
  corrected(tenant: string): readonly { readonly class: LogClass; readonly ids: readonly string[] }[];
  /** When a template was first seen, ms; undefined for one that is not known. */
  firstSeen(tenant: string, templateId: string): number | undefined;
  /** Milliseconds since 1970. */
  clock(): number;
}
