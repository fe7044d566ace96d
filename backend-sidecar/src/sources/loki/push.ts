import type { Pair } from '../json-row.ts';

/** One stream of a push, however it was encoded. */
export interface LokiStream {
  readonly labels: readonly Pair[];
  readonly entries: readonly LokiEntry[];
}

/** An entry that cannot be one keeps its text, to be set aside with its reason where all lines are read. */
export type LokiEntry =
  | {
      /** Unix time in nanoseconds as decimal text, or RFC 3339. */
      readonly time: string;
      readonly line: string;
      readonly metadata: readonly Pair[];
    }
  | { readonly broken: string };
