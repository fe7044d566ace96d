import { ERRORS, type ErrorCode } from '@presage/contract';

const FACTS = new Map(ERRORS.map((fact) => [fact.code, fact]));

/** Every error that leaves the process: a code of the contract's table and a sentence with the fact and the way out. */
export class PresageError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  /** Seconds after which to try again; sent as `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'PresageError';
    this.code = code;
    const fact = FACTS.get(code);
    this.status = fact?.status ?? 503;
    this.retryable = fact?.retryable ?? false;
    this.retryAfter = options.retryAfter;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
