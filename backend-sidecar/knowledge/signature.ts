import type { Category, LogClass, Severity } from '@presage/contract';

/** A value that decides a line's class, read from the line itself because templates mask it. */
export type SlotName = 'status' | 'exit' | 'percent' | 'share' | 'duration_ms' | 'days' | 'number';

/**
 * Holds when the slot's value compares so; a line without the value does not meet it.
 * `status`: HTTP status. `exit`: exit code or status of a process. `percent`: number before `%` (or after a name with
 * pct/percent). `share`: such a percentage, or how much of a whole, in percent: `980 of 1024` is 95.7. `duration_ms`: number with a unit of time. `days`: number before `day(s)` or `d`. `number`: any number.
 * With several candidates in a line, the one nearest to `near` counts (default: the signature's own first word in the line).
 */
export interface SlotCondition {
  readonly slot: SlotName;
  readonly op: '>=' | '>' | '<=' | '<' | '=' | '!=';
  readonly value: number;
  readonly near?: readonly string[];
}

/** A pattern over the line itself, matched in linear time. Only users' own signatures have one. */
export interface LinePattern {
  readonly source: string;
  test(line: string): boolean;
}

/**
 * What a line must say. A phrase is one or more words, matched whole, in any letter case, across punctuation and camelCase:
 * `out of memory` is found in `OutOfMemoryError` and `out-of-memory`. `%` is a word.
 */
export interface SignatureMatch {
  /** Every phrase is there. */
  readonly all?: readonly string[];
  /** Of each group at least one phrase is there. */
  readonly any?: readonly (readonly string[])[];
  /** None of these is there. */
  readonly not?: readonly string[];
  /** Only lines with one of these explicit levels. */
  readonly levels?: readonly Severity[];
  /** Every condition holds. */
  readonly when?: readonly SlotCondition[];
  /** None of these conditions holds; a line without the value meets none. */
  readonly unless?: readonly SlotCondition[];
  /** The line itself matches. Without words it is run on every line. */
  readonly regex?: LinePattern;
}

/** A known kind of event: feeds classification, the keyless explanation and the texts of notifications. */
export interface Signature {
  /** `subject.event`, lower case, stable: rows of the template table and user settings refer to it. */
  readonly id: string;
  readonly match: SignatureMatch;
  readonly class: LogClass;
  /**
   * Its class where the program copes: the line's own level is a warning, or the line tells of another try. Default: `class`.
   */
  readonly handled?: LogClass;
  /**
   * Of a normal event: that it is normal beside words of failure too (`words`), and also where the line's level is an error (`level`).
   * Default: such words count, unless a value decides or the level is a warning.
   */
  readonly despite?: 'words' | 'level';
  readonly severity: Severity;
  readonly category: Category;
  /** One sentence: what it means to the person on call. */
  readonly meaning: string;
  /** Likeliest first. Empty for normal events. */
  readonly causes: readonly string[];
  /** Next steps, first thing to do first. Empty for normal events. */
  readonly steps: readonly string[];
  /** Whole lines; checked by the lint test. */
  readonly examples: { readonly positive: readonly string[]; readonly negative: readonly string[] };
}
