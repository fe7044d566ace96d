/**
 * One door to every model. In: a request whose texts are already redacted; out: an answer that fits the request's schema,
 * or a ModelError that says what went wrong and whether to try again. A driver asks once: no retry, no budget, no cache,
 * no fallback to the rules (all of them are the caller's), and nothing that a model said is acted on.
 */
import type { Checked } from '@presage/contract';

export interface ModelRequest<Answer = unknown> {
  /** The constant prompt. */
  readonly system: string;
  readonly prompt: string;
  /** The answer's shape as plain JSON Schema; a hint that not every server enforces. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The same shape as a check, for instance the contract's `checker(schema)`; what it refuses is no answer. */
  readonly check: (value: unknown) => Checked<Answer>;
  /** Most tokens of the answer, thoughts included. */
  readonly maxTokens: number;
}

export interface ModelUsage {
  readonly inputTokens: number;
  /** Thoughts included. */
  readonly outputTokens: number;
}

export interface ModelAnswer<Answer = unknown> {
  readonly value: Answer;
  /** What the value was read from. */
  readonly text: string;
  /** Absent when the server does not tell. */
  readonly usage: ModelUsage | undefined;
}

/** Text as it comes, then the whole answer once, as the last piece. */
export type ModelPiece<Answer = unknown> =
  { readonly type: 'text'; readonly text: string } | ({ readonly type: 'answer' } & ModelAnswer<Answer>);

export interface ModelHealth {
  readonly ok: boolean;
  /** A sentence: what answered in which time, or the fact and the way out. */
  readonly message: string;
  readonly millis: number;
}

/**
 * All calls throw ModelError, and the signal's own reason once it is aborted.
 * Leaving the loop over `explain` early closes the connection.
 */
export interface ModelDriver {
  /** `gemini`, `gemini (generative-ai)` or `openai-compatible`. */
  readonly name: string;
  readonly model: string;
  classify<Answer>(request: ModelRequest<Answer>, signal: AbortSignal): Promise<ModelAnswer<Answer>>;
  explain<Answer>(request: ModelRequest<Answer>, signal: AbortSignal): AsyncIterable<ModelPiece<Answer>>;
  /** A real tiny call; never throws but for the signal. */
  health(signal: AbortSignal): Promise<ModelHealth>;
}
