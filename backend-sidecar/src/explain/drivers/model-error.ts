import { messageOf } from '../../errors.ts';
import { redact } from '../redact/redact.ts';

/** Why there is no answer. Whether the same request may succeed later stands beside each. */
export const FAULTS = {
  /** 429: the quota is used up; `retryAfter` says until when. */
  busy: { retryable: true },
  /** 5xx, or an answer that is not of this API. */
  failed: { retryable: true },
  unreachable: { retryable: true },
  timeout: { retryable: true },
  /** The stream ended before the answer did. */
  cut: { retryable: true },
  /** Any other 4xx: key, model name or request. */
  refused: { retryable: false },
  /** A filter of the vendor stopped the prompt or the answer. */
  blocked: { retryable: false },
  /** No text, as when thoughts used up all tokens. */
  empty: { retryable: false },
  /** No JSON, or not of the asked shape; `text` holds it for one repair. */
  invalid: { retryable: false },
} as const;

export type Fault = keyof typeof FAULTS;

interface Details {
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  readonly status?: number | undefined;
  readonly text?: string | undefined;
  readonly cause?: unknown;
}

export class ModelError extends Error {
  readonly fault: Fault;
  readonly retryable: boolean;
  /** Seconds to wait as the server said; undefined when it did not. */
  readonly retryAfter: number | undefined;
  /** Of HTTP, when there was an answer. */
  readonly status: number | undefined;
  /** What the model said, when that is what is wrong. Not redacted. */
  readonly text: string | undefined;

  constructor(fault: Fault, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = 'ModelError';
    this.fault = fault;
    this.retryable = FAULTS[fault].retryable;
    this.retryAfter = details.retryAfter;
    this.status = details.status;
    this.text = details.text;
  }
}

/**
 * The error of an HTTP answer.
 * @param body its text; Google's holds the delay as `"retryDelay": "37s"`, others send the header `Retry-After`
 */
export function errorOfStatus(status: number, body: string, retryAfterHeader?: string | null): ModelError {
  const said = saidBy(body);
  const retryAfter = delayIn(body) ?? secondsOf(retryAfterHeader);
  const details = { status, retryAfter };
  if (status === 429) {
    const until = retryAfter === undefined ? '' : ` Next try in ${Math.ceil(retryAfter)} s.`;
    return new ModelError('busy', `The model's quota is used up (429): ${said}.${until}`, details);
  }
  if (status >= 500)
    return new ModelError('failed', `The model's server failed (${status}): ${said}.`, details);
  return new ModelError(
    'refused',
    `The model's server refused the request (${status}): ${said}. ${wayOut(status)}`,
    details,
  );
}

function wayOut(status: number): string {
  if (status === 401 || status === 403) return 'Check the key and what it may do.';
  if (status === 404) return 'Check the name of the model and the base URL.';
  return 'Check the key, the name of the model and its options.';
}

/** The error of a call that got no HTTP status: thrown while it was opened, or while its answer was read (fetch: `terminated`). */
export function errorOfThrown(thrown: unknown, during: 'opening' | 'reading'): ModelError {
  if (thrown instanceof ModelError) return thrown;
  const said = shortened(reasonOf(thrown));
  const details = { cause: thrown };
  if (nameOf(thrown) === 'SyntaxError')
    return new ModelError('failed', `What came back is no answer of this API: ${said}.`, details);
  return during === 'opening' && !messageOf(thrown).endsWith('terminated')
    ? new ModelError(
        'unreachable',
        `The model's server cannot be reached: ${said}. Check the base URL.`,
        details,
      )
    : new ModelError('cut', `The answer broke off: ${said}.`, details);
}

/** Also of an error of another realm, which is no instance of this one's Error. */
function nameOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? thrown.name : undefined;
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause === undefined ? messageOf(thrown) : `${messageOf(thrown)}, ${messageOf(cause)}`;
}

function saidBy(body: string): string {
  const found = /"message"\s*:\s*("(?:[^"\\]|\\.){1,2000}")/.exec(body)?.[1];
  return shortened(found === undefined ? body.replace(/ \[(?:\{[\s\S]*)?\]$/, '') : readString(found));
}

function readString(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}

/** One line, without secrets (servers repeat a wrong key), without its last full stop. */
function shortened(text: string): string {
  const line = redact(text.slice(0, 2000)).text.replace(/\s+/g, ' ').trim().slice(0, 300);
  return line.replace(/\.$/, '') || 'no reason given';
}

function delayIn(body: string): number | undefined {
  const found = /retryDelay\W{1,8}(\d{1,6}(?:\.\d{1,9})?)s/.exec(body)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** RFC 9110: seconds or a date. */
function secondsOf(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = /^\d{1,8}(\.\d{1,6})?$/.test(header)
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
