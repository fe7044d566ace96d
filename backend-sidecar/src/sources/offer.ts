import { setTimeout as wait } from 'node:timers/promises';
import { PresageError } from '../errors.ts';
import type { Arrival, Intake, Receipt } from './source.ts';

export interface OfferOptions {
  /** Ends the waiting; the offer then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Hears each refusal that is waited out. */
  readonly refused?: (error: PresageError) => void;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const WAIT_MS = 1000;

/**
 * Offers the same lines until the road takes them: a full journal or a busy road is waited out, for ever if need be, because the
 * lines wait safely where they come from. Rejects with what no waiting mends.
 */
export async function offerUntilTaken(
  intake: Intake,
  arrival: Arrival,
  { signal, refused, pause = sleep }: OfferOptions,
): Promise<Receipt> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await intake.accept(arrival);
    } catch (thrown) {
      if (!(thrown instanceof PresageError) || !thrown.retryable) throw thrown;
      refused?.(thrown);
      await pause((thrown.retryAfter ?? 0) * 1000 || WAIT_MS, signal);
    }
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal });
}
