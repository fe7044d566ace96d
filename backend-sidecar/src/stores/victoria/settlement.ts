import type { OutboxBatch, RefusedRow, WriteOutcome } from '../store.ts';
import { decodeLines, encodeLines, type BatchLine } from './batch-lines.ts';
import type { Connection } from './connection.ts';
import type { RowInsert } from './insert-rows.ts';
import { presentIds } from './present-ids.ts';
import type { Since } from './store-process.ts';
import { outside, type TimeLimits } from './time-limits.ts';
import type { Trouble, TroubledBatches } from './troubled-batches.ts';

const MOST_RESENDS = 2;

export interface SettlementParts {
  readonly connection: Connection;
  readonly insert: RowInsert;
  readonly troubles: TroubledBatches;
  readonly limits: () => TimeLimits | undefined;
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
}

/** Asks the store for the rows of a batch and sends again what it lacks. `wait` = ask again past the next horizon. */
export class Settlement {
  readonly #parts: SettlementParts;

  constructor(parts: SettlementParts) {
    this.#parts = parts;
  }

  /** `since`: what the process did since the last acknowledgement. Rejects when the store does not answer. */
  async check(batch: OutboxBatch, since: Since, signal: AbortSignal): Promise<'wait' | WriteOutcome> {
    const trouble = this.#parts.troubles.of(batch);
    const missing = await this.#missing(batch, trouble, since, signal);
    if (missing.length === 0) return this.#done(batch, trouble, []);
    // A row that was lost because the store was killed once more is not one that it drops.
    if (trouble.resend?.acked === true && since !== 'restarted') trouble.failures++;
    if (trouble.failures >= MOST_RESENDS) return this.#done(batch, trouble, missing.map(dropped));
    await this.#resend(batch, trouble, missing, signal);
    return 'wait';
  }

  async #missing(
    batch: OutboxBatch,
    trouble: Trouble,
    since: Since,
    signal: AbortSignal,
  ): Promise<readonly BatchLine[]> {
    const lines = await decodeLines(batch.payload);
    if (batch.kind === 'templates') return isTemplateDue(trouble, since) ? lines : [];
    const wanted = lines.filter(({ id }) => !trouble.refusedIds.has(id));
    const ids = wanted.map(({ id }) => id);
    const present = await presentIds(this.#parts.connection, batch, ids, signal);
    return wanted.filter(({ id }) => !present.has(id));
  }

  async #resend(
    batch: OutboxBatch,
    trouble: Trouble,
    missing: readonly BatchLine[],
    signal: AbortSignal,
  ): Promise<void> {
    const limits = this.#parts.limits();
    const late = limits ? missing.map((line) => outside(line, limits, this.#parts.wallMs())) : [];
    const sendable = missing.filter((_line, i) => late[i] === undefined);
    note(
      trouble,
      missing,
      late.filter((row) => row !== undefined),
    );
    try {
      const payload = await encodeLines(sendable);
      const refused =
        sendable.length === 0 ? [] : await this.#parts.insert.send(batch, payload, sendable, signal);
      note(trouble, sendable, refused);
      trouble.resent += sendable.length - refused.length;
      trouble.resend = { atMs: this.#parts.monotonicMs(), acked: true };
    } catch (thrown) {
      trouble.resend = { atMs: this.#parts.monotonicMs(), acked: false };
      throw thrown;
    }
  }

  #done(batch: OutboxBatch, trouble: Trouble, last: readonly RefusedRow[]): WriteOutcome {
    this.#parts.troubles.settled(batch);
    return { stored: trouble.resent, refused: [...trouble.refused, ...last] };
  }
}

/** Template rows have no ids to count, and of two the newest is read: they are simply sent again, once a restart. */
function isTemplateDue(trouble: Trouble, since: Since): boolean {
  return trouble.resend?.acked !== true || since === 'restarted';
}

function note(trouble: Trouble, lines: readonly BatchLine[], refused: readonly RefusedRow[]): void {
  if (refused.length === 0) return;
  trouble.refused.push(...refused);
  remember(trouble, lines, refused);
}

/** Notes the ids of refused rows, so that they are neither missed nor sent again. */
export function remember(
  trouble: Trouble,
  lines: readonly BatchLine[],
  refused: readonly RefusedRow[],
): void {
  const texts = new Set(refused.map(({ line }) => line));
  for (const { bytes, id } of lines) if (texts.has(bytes.toString('utf8'))) trouble.refusedIds.add(id);
}

function dropped({ bytes }: BatchLine): RefusedRow {
  const message = 'VictoriaLogs acknowledged the row three times and does not have it.';
  return { line: bytes.toString('utf8'), reason: 'store_dropped', message };
}
