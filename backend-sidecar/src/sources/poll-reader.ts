import { hash } from 'node:crypto';

/** A line as a cloud gave it. */
export interface PolledLine {
  /** What tells it from all others, by `lineKey`. */
  readonly key: string;
  /** On the axis of the windows, ms since 1970: the event's time, or when the cloud had it. */
  readonly timeMs: number;
  /** When the cloud had it. */
  readonly arrivedMs: number;
  /** Members of its JSON object, without the braces. */
  readonly members: string;
}

/** Both ends belong to it; ms since 1970. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Page {
  readonly lines: readonly PolledLine[];
  /** There is more of the window, even when this page is empty. Holds for this process only. */
  readonly next?: string | undefined;
}

/** One place in a cloud that lines are asked of, a request a call. */
export interface WindowReader {
  /** Rejects with a PollError when it knows what is to be done about it. */
  read(window: Window, token: string | undefined, signal: AbortSignal): Promise<Page>;
}

/**
 * What is to be done about a request that failed. `throttled`: ask less. `too_much`: ask for a smaller window. `stale_token`: begin
 * the window anew.
 */
export class PollError extends Error {
  readonly kind: 'throttled' | 'too_much' | 'stale_token';
  readonly retryAfterMs: number;

  constructor(kind: PollError['kind'], message: string, retryAfterMs = 0, cause?: unknown) {
    super(message, { cause });
    this.name = 'PollError';
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Bytes of a key; 96 bits: no two lines of a day are taken for one. */
export const KEY_BYTES = 12;

/** The key of a line by its id in the cloud, or by its whole content: as many characters of one byte each. */
export function lineKey(id: string): string {
  return hash('sha256', id, 'buffer').toString('latin1', 0, KEY_BYTES);
}

/** A position for the event id, below 2^48. */
export function positionOf(key: string): number {
  let position = 0;
  for (let at = 0; at < 6; at++) position = position * 256 + key.charCodeAt(at);
  return position;
}
