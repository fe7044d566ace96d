import type { LogClass, Template } from '@presage/contract';
import type { StoredRow } from '../../stores/store.ts';

/** Values of one name over the page's time steps. */
export interface Track {
  readonly name: string;
  readonly values: readonly number[];
}

export interface ServiceFacts {
  readonly name: string;
  readonly lines: number;
  /** Lines that need action over time, for the sparkline. */
  readonly trouble: readonly number[];
  readonly volume: readonly number[];
  /** Highest score of the window; above 1 is anomalous. */
  readonly score: number;
}

export interface StoreFacts {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly lagSeconds: number;
}

/** A source of lines: a protocol of the server, or one that brings lines by itself. */
export interface SourceFacts {
  readonly name: string;
  readonly ok: boolean;
  /** What it does or what keeps it; '' = nothing to say. */
  readonly message: string;
  /** Absent = not counted by this name. */
  readonly linesPerSecond?: number;
}

/** Everything that the live page shows, for one tenant and window. */
export interface PageFacts {
  readonly version: string;
  readonly nowMs: number;
  readonly fromMs: number;
  readonly stepMs: number;
  readonly ranges: readonly { readonly label: string; readonly href: string; readonly isCurrent: boolean }[];
  readonly ready: boolean;
  readonly reasons: readonly string[];
  readonly classes: Readonly<Record<LogClass, readonly number[]>>;
  readonly services: readonly ServiceFacts[];
  readonly scores: readonly Track[];
  readonly newTemplates: readonly Template[];
  /** The newest line of each template, and how many of it were among the newest lines. */
  readonly needAction: readonly { readonly row: StoredRow; readonly count: number }[];
  readonly stores: readonly StoreFacts[];
  readonly sources: readonly SourceFacts[];
  /** Lines set aside, by reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly templates: number;
  /** What could not be asked, in words; the rest of the page still stands. */
  readonly troubles: readonly string[];
}
