import type { Decider, ExplainContext, LogClass, Severity } from '@presage/contract';
import type { Signature } from '../../knowledge/signature.ts';

/** A line as an engine sees it. `id` (`L1`, `L2`, …, in time order) is what an answer cites. */
export interface Line {
  readonly id: string;
  /** '' for a line that is not in the store. */
  readonly eventId: string;
  readonly timeMs: number;
  readonly service: string;
  readonly host: string;
  readonly message: string;
  readonly logClass: LogClass;
  readonly severity: Severity;
  readonly templateId: string;
  /** Of lines that are not normal, and of the explained one. */
  readonly signature: Signature | undefined;
  /** Who decided the class, of the explained line; absent = not known. */
  readonly by?: Decider | undefined;
  /** All fields but ours, of the explained line. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** All that an engine may draw from. */
export interface Gathered {
  readonly target: Line;
  /** In time order, with the target. */
  readonly lines: readonly Line[];
  /** How the kind of line came about; undefined where no store was asked. */
  readonly novelty: Novelty | undefined;
  readonly context: ExplainContext;
}

/** What is known of the explained line's template. */
export interface Novelty {
  /** Undefined when the template is not known any more, or nothing was watched before it. */
  readonly firstSeenMs: number | undefined;
  /** Its lines in the quarter of an hour up to the explained one, and in the three quarters before that. */
  readonly recent: number;
  readonly earlier: number;
}
