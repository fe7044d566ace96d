/** What the threads of the embedded store can be asked, by name; the shapes that cross over. Types only. */
import type {
  AnomaliesQuery,
  LogsPage,
  LogsQuery,
  OutboxBatch,
  RefusedRow,
  Scope,
  SeriesAnswer,
  StatsQuery,
  StoredRow,
} from '../store.ts';

/** What became of a batch. */
export interface Written {
  /** Rows that are new. */
  readonly stored: number;
  /** Rows that were stored already. */
  readonly known: number;
  readonly refused: readonly RefusedRow[];
}

/** The part of a batch that is needed to store it. */
export type BatchContent = Pick<OutboxBatch, 'kind' | 'tenant' | 'payload'>;

export interface WriteCalls {
  write: (arg: BatchContent & { readonly nowMs: number }) => Written;
  /** Gives how many slices were dropped. */
  retain: (arg: { readonly nowMs: number }) => number;
  setAside: (arg: { readonly path: string; readonly nowMs: number; readonly reason: string }) => void;
  close: (arg: undefined) => void;
}

/** A query without its signal, which cannot cross over. */
export type Unsignalled<Query> = Omit<Query, 'signal'>;

export interface FieldHits {
  readonly name: string;
  readonly hits: number;
}

export interface ValueHits {
  readonly value: string;
  readonly hits: number;
}

/** Place of a template row, to go on behind it. */
export type TemplateKey = readonly [tenant: string, template: string, service: string];

export interface ReadCalls {
  /** Closes files that are no longer in the folder: their bytes stay on the disk while they are open. */
  letGo: (arg: undefined) => void;
  logs: (query: Unsignalled<LogsQuery>) => Omit<LogsPage, 'executed'>;
  event: (arg: { readonly tenant: string; readonly eventId: string }) => StoredRow | undefined;
  stats: (query: Unsignalled<StatsQuery>) => Omit<SeriesAnswer, 'executed'>;
  anomalies: (query: Unsignalled<AnomaliesQuery>) => Omit<SeriesAnswer, 'executed'>;
  fields: (scope: Unsignalled<Scope>) => readonly FieldHits[];
  fieldValues: (arg: {
    readonly scope: Unsignalled<Scope>;
    readonly field: string;
    readonly limit: number;
  }) => readonly ValueHits[];
  templates: (arg: { readonly after: TemplateKey | undefined }) => {
    readonly rows: readonly string[];
    readonly last: TemplateKey | undefined;
  };
}
