import type {
  Category,
  Decider,
  LogClass,
  Marker,
  SeriesName,
  Severity,
  Template,
  Correction,
} from '@presage/contract';
import type { LogRecord, RecordBatch } from './record.ts';

/** What a language model says of a template, as the journal keeps it. */
export interface TemplateLabel {
  readonly template_id: string;
  readonly service: string;
  readonly class: LogClass;
  readonly severity: Severity;
  readonly category: Category;
  /** 0…1. */
  readonly confidence: number;
}

/** A template whose class nothing that is known has decided, and nobody has said since. */
export interface UnknownTemplate {
  readonly tenant: string;
  readonly service: string;
  readonly templateId: string;
  /** The constant words, `<*>` where lines differ. */
  readonly template: string;
  /** The first lines, raw. */
  readonly samples: readonly string[];
  /** Lines that words alone decided. */
  readonly lines: number;
  /** What most of them were said to be. */
  readonly class: LogClass;
  readonly severity: Severity;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
}

/** What the pipeline says of one line. Shared between lines of one template and case: never changed once given out. */
export interface Verdict {
  readonly templateId: string;
  readonly class: LogClass;
  readonly severity: Severity;
  readonly category: Category;
  readonly by: Decider;
  /** 0…1, calibrated. */
  readonly confidence: number;
  /** Id of the signature that decided, if one did. */
  readonly signature: string | undefined;
}

/** A decided line. `score` 0…, above 1 is anomalous. */
export type Emit = (
  record: LogRecord,
  verdict: Verdict,
  score: number,
  service: string,
  index: number,
) => void;

/** One value of a series of the contract's SERIES table. */
export interface Sample {
  readonly name: SeriesName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timeMs: number;
}

export interface TickOutput {
  /** Tenant of each sample is in its own list entry. */
  readonly samples: readonly { readonly tenant: string; readonly samples: readonly Sample[] }[];
  /** Templates that are new or changed, to be re-emitted to the reserved stream. */
  readonly templates: readonly Template[];
}

/** State of one partition (tenant and service) as bytes, with where in the journal it stands. */
export interface SavedPartition {
  /** `tenant` + NUL + `service`. */
  readonly key: string;
  readonly format: number;
  /** Highest journal sequence that is part of this state; -1 = none. */
  readonly position: number;
  readonly state: string;
}

export interface TemplateFilter {
  readonly tenant: string;
  readonly service?: string | undefined;
  readonly class?: LogClass | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
}

/** The templates as they stand now, with the corrections of people. */
export interface TemplateTable {
  list(filter: TemplateFilter): { templates: readonly Template[]; total: number };
  /** By its id, or one that it had; of one service, or of any. */
  get(tenant: string, templateId: string, service?: string): Template | undefined;
  /** As get, by its id of today, with what stood in its variables and a pattern of its lines: slower. */
  detail(tenant: string, templateId: string, service: string): Template | undefined;
  /** Templates whose class a person has set, to overlay on rows written before. */
  corrected(tenant: string): readonly CorrectedTemplate[];
}

export interface CorrectedTemplate {
  readonly templateId: string;
  /** Its id is that of its words alone: the same template of another service is not corrected. */
  readonly service: string;
  readonly class: LogClass;
  /** With those merged into it. */
  readonly ids: readonly string[];
}

/**
 * Records and ticks in, verdicts, samples and template rows out. Pure: same input and state, same output.
 * Inputs come in journal order; a partition skips what its restored state has already seen.
 */
export interface Pipeline {
  readonly templates: TemplateTable;
  /** Decides records[from, to) of a batch, in order. */
  decide(batch: RecordBatch, from: number, to: number, emit: Emit): void;
  /** Time has reached `nowMs`, a multiple of BUCKET_MS; called for every bucket boundary in turn. */
  tick(nowMs: number): TickOutput;
  /** A person's correction, at its place in the journal. */
  correct(tenant: string, correction: Correction, sequence: number, nowMs: number): void;
  /** What a language model says of a template, at its place in the journal; it holds as far as its authority goes. */
  label(tenant: string, label: TemplateLabel, sequence: number): void;
  /** A deployment or planned change, at its place in the journal: baselines of one service or all of a tenant are learnt anew. */
  mark(tenant: string, marker: Marker, sequence: number, nowMs: number): void;
  /** A verdict without leaving a trace in any state. */
  classify(
    tenant: string,
    record: LogRecord,
  ): { verdict: Verdict; score: number; template: string; service: string };
  /** Changed partitions since the last call, oldest change first. */
  save(): Iterable<SavedPartition>;
  restore(saved: SavedPartition): void;
  /**
   * What another sidecar has learned of a service, at its place in the journal, takes the place of what is known of it here.
   * Throws a RangeError for a state of another form; then nothing has changed.
   */
  adopt(saved: SavedPartition, sequence: number): void;
  size(): { partitions: number; templates: number };
}
