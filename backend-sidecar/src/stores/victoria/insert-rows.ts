import { PresageError } from '../../errors.ts';
import type { OutboxBatch, RefusedRow } from '../store.ts';
import { decodeLines, encodeLines, type BatchLine } from './batch-lines.ts';
import { ConnectionFault, tenantHeaders, wordsOf, type Connection, type StoreReply } from './connection.ts';

/** Statuses with which a store says that the body, not the moment, is wrong. */
const REFUSES_BODY = new Set([400, 413, 422]);

export interface InsertHooks {
  succeeded(startedMs: number): void;
  overloaded(startedMs: number): void;
  /** The store did not answer as itself. */
  suspect(): void;
  nowMs(): number;
}

type Posted = { readonly ok: true } | { readonly ok: false; readonly reply: StoreReply };

/** Sends rows to VictoriaLogs; what it refuses is split down to the bad lines. */
export class RowInsert {
  readonly #connection: Connection;
  readonly #hooks: InsertHooks;

  constructor(connection: Connection, hooks: InsertHooks) {
    this.#connection = connection;
    this.#hooks = hooks;
  }

  /** Resolves with the refused rows. Rejects with `store_unavailable`. `lines` are decoded only when they are needed. */
  async send(
    batch: OutboxBatch,
    payload: Uint8Array,
    lines: readonly BatchLine[] | undefined,
    signal: AbortSignal,
  ): Promise<RefusedRow[]> {
    const posted = await this.#post(batch, payload, signal);
    if (posted.ok) return [];
    return this.#split(batch, lines ?? (await decodeLines(payload)), posted.reply, signal);
  }

  async #split(
    batch: OutboxBatch,
    lines: readonly BatchLine[],
    reply: StoreReply,
    signal: AbortSignal,
  ): Promise<RefusedRow[]> {
    const [only] = lines;
    if (only === undefined) return [];
    if (lines.length === 1)
      return [{ line: only.bytes.toString('utf8'), reason: 'store_rejected', message: wordsOf(reply) }];
    const middle = lines.length >> 1;
    const refused: RefusedRow[] = [];
    for (const half of [lines.slice(0, middle), lines.slice(middle)])
      refused.push(...(await this.send(batch, await encodeLines(half), half, signal)));
    return refused;
  }

  async #post(batch: OutboxBatch, payload: Uint8Array, signal: AbortSignal): Promise<Posted> {
    const startedMs = this.#hooks.nowMs();
    try {
      const reply = await this.#connection.request({
        path: insertPath(batch.streamFields),
        headers: {
          ...tenantHeaders(batch.tenant),
          'content-type': 'application/stream+json',
          'content-encoding': 'zstd',
        },
        body: payload,
        signal,
      });
      if (reply.status >= 200 && reply.status < 300) {
        this.#hooks.succeeded(startedMs);
        return { ok: true };
      }
      if (REFUSES_BODY.has(reply.status)) return { ok: false, reply };
      if (reply.status === 429 || reply.status === 503) this.#hooks.overloaded(startedMs);
      else this.#hooks.suspect();
      throw unavailable(
        `${this.#connection.shownUrl} answered ${reply.status}: ${wordsOf(reply)}`,
        reply.retryAfter,
      );
    } catch (thrown) {
      if (!(thrown instanceof ConnectionFault)) throw thrown;
      this.#hooks.suspect();
      if (thrown.kind === 'timeout') this.#hooks.overloaded(startedMs);
      throw unavailable(thrown.message, undefined, thrown);
    }
  }
}

export function unavailable(message: string, retryAfter?: number, cause?: unknown): PresageError {
  return new PresageError('store_unavailable', message, {
    cause,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** A name with a comma cannot be said in this list; its field is stored all the same. */
function insertPath(streamFields: readonly string[]): string {
  const names = streamFields.filter((name) => !name.includes(','));
  const stream = names.length === 0 ? '' : `&_stream_fields=${encodeURIComponent(names.join(','))}`;
  return `/insert/jsonline?_msg_field=_msg&_time_field=_time${stream}`;
}
