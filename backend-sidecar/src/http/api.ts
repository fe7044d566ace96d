import type {
  ClassifiedLine,
  Correction,
  DeadLetterReason,
  FeedState,
  Job,
  Filter,
  LlmStatus,
  Log,
  LogClass,
  Marker,
  Meter,
  RefusedLine,
} from '@presage/contract';
import type { Explainer } from '../explain/explain.ts';
import type { TemplateTable } from '../pipeline/verdict.ts';
import type { InsertRoute } from '../sources/source.ts';
import type { Reader, StoredRow } from '../stores/store.ts';
import type { TokenBook } from './tokens.ts';

/** How far one place to write to is behind. */
export interface SinkState {
  readonly name: string;
  /** `rows`: log lines; `samples`: series. What a query reads decides which sinks it waits for. */
  readonly kinds: readonly ('rows' | 'templates' | 'samples')[];
  readonly ok: boolean;
  /** Version, or why it is not well. */
  readonly message: string;
  /** Age of the oldest decided batch that is not acknowledged; 0 = none. */
  readonly lagSeconds: number;
  readonly lagBatches: number;
}

/** Facts of the process, as they are now. */
export interface State {
  readonly startedAtMs: number;
  /** Why lines cannot be taken or stored now, in words; [] = ready. */
  readonly notReady: readonly string[];
  readonly pipeline: { readonly lagSeconds: number; readonly lagLines: number };
  readonly sinks: readonly SinkState[];
  readonly journal: { readonly bytes: number; readonly limitBytes: number };
  readonly partitions: number;
  readonly templates: number;
  readonly sources: readonly {
    readonly name: string;
    readonly accepted: number;
    readonly rejected: number;
    /** Mean of the last minute. */
    readonly linesPerSecond: number;
  }[];
  readonly feeds: readonly FeedState[];
  /** Absent = no language model is configured. */
  readonly llm?: LlmStatus;
}

/** What one of our own metrics was. */
export interface HealthSeries {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly labels: Readonly<Record<string, string>>;
  /** Starts of buckets, ms, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** A kind of line that is not normal, with its lines in a window by arrival. */
export interface AlertRow {
  readonly class: LogClass;
  /** Fixed with the kind's first line, redacted. */
  readonly labels: Readonly<
    Record<'service' | 'category' | 'template_id' | 'signature' | 'template' | 'sample', string>
  >;
  readonly count: number;
}

/** All that the API needs of the rest of the process; `main` puts it together. Tenants are `AccountID:ProjectID`. */
export interface Api {
  readonly version: string;
  readonly reader: Reader;
  readonly templates: TemplateTable;
  readonly insertRoutes: readonly InsertRoute[];
  readonly tokens: TokenBook;
  readonly meter: Meter;
  readonly log: Log;
  /** Milliseconds since 1970. */
  clock(): number;
  /** What the stores mean by a filter. Throws `bad_query`. */
  compileMatch(
    filters: readonly Filter[],
    text: string | undefined,
  ): (row: Pick<StoredRow, 'message' | 'fields'>) => boolean;
  /** One answer a line, in order. A text is a raw line; an object has the fields of one. Leaves no trace. */
  classify(
    tenant: string,
    lines: readonly (string | Readonly<Record<string, unknown>>)[],
  ): Promise<readonly (ClassifiedLine | RefusedLine)[]>;
  /** Resolves when the correction is durable. Rejects like an append to the journal. */
  correct(tenant: string, correction: Correction): Promise<void>;
  /** Uploads of the tenant, newest first. */
  jobs(tenant: string): readonly Job[];
  /** Rejects with `not_found`. */
  pauseSource(name: string): Promise<FeedState>;
  /** Rejects with `not_found`. */
  resumeSource(name: string): Promise<FeedState>;
  /** Resolves when the marker is durable. Rejects like an append to the journal. */
  mark(tenant: string, marker: Marker): Promise<void>;
  readonly explainer: Explainer;
  state(): State;
  /** Dead letters by reason, of one tenant or (undefined) of all. */
  deadLetters(tenant: string | undefined): Readonly<Partial<Record<DeadLetterReason, number>>>;
  /** Calls the listener with each line of the tenant as it is decided, until the returned function is called. */
  subscribe(tenant: string, listener: (row: StoredRow) => void): () => void;
  /** Kinds of lines that are not normal, those first that began first. */
  alerts(tenant: string, fromMs: number, toMs: number): readonly AlertRow[];
  /** Our own metrics by name, with their points in [from, to]: counters as they stand, gauges. */
  health(names: readonly string[], fromMs: number, toMs: number): readonly HealthSeries[];
  /** Prometheus text. */
  metrics(): Promise<string>;
}

/** All have a default; see DEFAULT_OPTIONS. */
export interface ServerOptions {
  /** Longest time for all queries of one request. */
  readonly queryTimeoutMs: number;
  /** An alert's query is refused when lines older than this, counted back from its window's end, may be missing. */
  readonly alertLagMs: number;
  /** Largest JSON body of an API request. */
  readonly bodyBytes: number;
  /** Longest time for a request to arrive whole, unless its route watches the pace itself. */
  readonly requestTimeoutMs: number;
  readonly tail: TailOptions;
  /** Only requests to this machine's own names are answered: set where there are no tokens, against DNS rebinding. */
  readonly loopbackOnly: boolean;
}

export interface TailOptions {
  /** Lines a second that one client gets at most. */
  readonly linesPerSecond: number;
  readonly heartbeatMs: number;
  /** How often the allowance is renewed and the left-out lines are told. */
  readonly tickMs: number;
  /** Bytes that may wait for a client before lines are left out. */
  readonly backlogBytes: number;
  /** A client that does not read for so long is let go. */
  readonly stalledMs: number;
  readonly clients: number;
  readonly clientsPerTenant: number;
}

export const DEFAULT_OPTIONS: ServerOptions = {
  queryTimeoutMs: 20_000,
  alertLagMs: 30_000,
  bodyBytes: 4 * 1024 * 1024,
  requestTimeoutMs: 120_000,
  tail: {
    linesPerSecond: 500,
    heartbeatMs: 15_000,
    tickMs: 1000,
    backlogBytes: 1024 * 1024,
    stalledMs: 30_000,
    clients: 50,
    clientsPerTenant: 20,
  },
  loopbackOnly: false,
};
