import type { ExplainContext, ExplainPartial, Explanation } from '@presage/contract';
import { AskError } from './ask-error';
import type { How } from './target';

/** How far the explanation of one line is. */
export type Asking =
  | { readonly is: 'idle' }
  | ({ readonly is: 'asking'; readonly how: How } & Heard)
  | ({ readonly is: 'stopped'; readonly how: How } & Heard)
  | ({ readonly is: 'failed'; readonly how: How; readonly error: AskError } & Heard)
  | { readonly is: 'answered'; readonly how: How; readonly explanation: Explanation };

/** What has come before an answer. */
export interface Heard {
  readonly context?: ExplainContext;
  readonly partial?: ExplainPartial;
}

export const IDLE: Asking = { is: 'idle' };

/** Only a question that is open hears more: what comes after a stop is of an older one. */
export function withHeard(asking: Asking, heard: Heard): Asking {
  return asking.is === 'asking' ? { ...asking, ...heard } : asking;
}

export function stopped(asking: Asking): Asking {
  return asking.is === 'asking' ? { ...asking, is: 'stopped' } : asking;
}

/** Another question took its place. One that costs nothing is as if it had never been asked, and comes again when it is gone back to. */
export function displaced(asking: Asking): Asking {
  return asking.is === 'asking' && asking.how.engine !== 'model' ? IDLE : stopped(asking);
}

export function failed(asking: Asking, thrown: unknown): Asking {
  if (asking.is !== 'asking') return asking;
  const error =
    thrown instanceof AskError
      ? thrown
      : new AskError('failed', thrown instanceof Error ? thrown.message : String(thrown));
  return { ...asking, is: 'failed', error };
}

export function contextOf(asking: Asking): ExplainContext | undefined {
  if (asking.is === 'idle') return undefined;
  return asking.is === 'answered' ? asking.explanation.context : asking.context;
}
