import type { Readable } from 'node:stream';
import type { PresageError } from '../errors.ts';
import type { LineParameters } from '../pipeline/record.ts';

/**
 * What a source hands on: one complete request of NDJSON lines and how to read them.
 * In: bytes from the outside. Out: an Arrival, once it is whole. A source knows no meaning and stores nothing itself.
 */
export interface Arrival {
  /** `AccountID:ProjectID`. */
  readonly tenant: string;
  /** Kind of source, for counters and the fair share: `jsonline`, `file`, … */
  readonly source: string;
  /** Middle part of the event id for sources with positions of their own; absent = this writer's id. */
  readonly origin?: string;
  /** The source's own position after these lines, kept in the journal record; its checkpoint is derived from it. */
  readonly position?: string;
  /** Old lines: they train nothing and enter no counter. */
  readonly backfill: boolean;
  /** A key of the sender's: a second request with the same one is acknowledged without being stored again. */
  readonly idempotencyKey?: string;
  /** The receipt names every refused line, not the first few: for protocols that answer line by line. */
  readonly tellsAll?: boolean;
  readonly parameters: LineParameters;
  /** One JSON object a line, decompressed, complete. */
  readonly body: Uint8Array;
}

/** What became of an arrival, told truthfully to the sender. */
export interface Receipt {
  readonly accepted: number;
  readonly rejected: number;
  /** The first few reasons, or all of them when the arrival asks. */
  readonly errors: readonly { readonly line: number; readonly reason: string; readonly message: string }[];
}

/** The one door from sources to the journal. */
export interface Intake {
  /**
   * Resolves when every accepted line is durable in the journal and every refused one in the dead letters.
   * Rejects with a PresageError: `busy`, `journal_full`, `not_ready`, `too_many_tenants`.
   */
  accept(arrival: Arrival): Promise<Receipt>;
  /** As accept, but nothing is kept: for `debug=1`. */
  inspect(arrival: Arrival): Receipt;
  /** Reserves room for a body before it is read; rejects like accept. Give it back exactly once. */
  reserve(tenant: string, source: string, bytes: number): { release(): void };
}

/**
 * What a request asks in its address. Two requests with the same text may share one, which is why it cannot be changed and why
 * what was read of it may be kept with it.
 */
export type InsertQuery = Pick<URLSearchParams, 'get' | 'has' | 'toString'>;

/** A request to an insert path, its body unread. The server has checked the token and settled the tenant. */
export interface InsertRequest {
  readonly tenant: string;
  readonly path: string;
  readonly query: InsertQuery;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The raw body, still compressed. */
  readonly body: Readable;
}

export interface InsertReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What a protocol folder gives the one server. */
export interface InsertRoute {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** All paths it answers on. */
  readonly paths: readonly string[];
  /** Bodies may take as long as they need: the route itself ends those that stall. */
  readonly ownPace?: true;
  /** Rejects with a PresageError, which the server answers in the common form unless the protocol has its own. */
  handle(request: InsertRequest): Promise<InsertReply>;
  /** The protocol's own form of what the server refuses before it asks the route: a token, a tenant. Absent = the common form. */
  readonly refuse?: (error: PresageError, headers: InsertRequest['headers']) => InsertReply;
}
