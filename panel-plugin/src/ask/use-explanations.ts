import { useCallback, useEffect, useRef, useState } from 'react';
import { AskError } from './ask-error';
import { type Asking, displaced, failed, IDLE, stopped, withHeard } from './asking';
import { streamExplanation, type Listener, type Poster } from './explain-stream';
import { requestOf, targetKey, type How, type Target } from './target';

/** What to ask, and of whom. `otherwise` is asked when the store does not know the target. */
export interface Question {
  readonly target: Target;
  readonly otherwise: Target | undefined;
  readonly how: How;
}

export interface Explanations {
  /** `idle` for what was never asked. */
  of(target: Target): Asking;
  /** Ends the open question, if there is one: a panel has at most one stream, since six block every other request of the page. */
  ask(poster: Poster, question: Question): void;
  stop(): void;
}

/** As many answers as are kept, so that going back to a line asks nothing. */
const MOST_KEPT = 100;

type Change = (key: string, next: (asking: Asking) => Asking) => void;

/** The explanations that this panel has asked for, by what was asked. They outlive a refresh of its data. */
export function useExplanations(): Explanations {
  const [all, setAll] = useState<ReadonlyMap<string, Asking>>(new Map());
  const open = useRef<{ readonly key: string; readonly abort: AbortController } | undefined>(undefined);
  const change = useCallback<Change>((key, next) => {
    setAll((before) => kept(new Map(before).set(key, next(before.get(key) ?? IDLE))));
  }, []);
  const end = useCallback(
    (as: (asking: Asking) => Asking) => {
      const ended = open.current;
      open.current = undefined;
      ended?.abort.abort();
      if (ended !== undefined) change(ended.key, as);
    },
    [change],
  );
  const stop = useCallback(() => end(stopped), [end]);
  const ask = useCallback(
    (poster: Poster, question: Question) => {
      end(displaced);
      const [key, abort] = [targetKey(question.target), new AbortController()];
      open.current = { key, abort };
      change(key, () => ({ is: 'asking', how: question.how }));
      const isOpen = (): boolean => open.current?.abort === abort;
      const tell = (next: (asking: Asking) => Asking): void => {
        if (isOpen()) change(key, next);
      };
      void follow(poster, question, tell, abort.signal).then(() => {
        if (isOpen()) open.current = undefined;
      });
    },
    [change, end],
  );
  useEffect(() => () => open.current?.abort.abort(), []);
  const of = useCallback((target: Target) => all.get(targetKey(target)) ?? IDLE, [all]);
  return { of, ask, stop };
}

/** Asks and tells how it goes, to the answer or the failure. Never rejects. */
async function follow(
  poster: Poster,
  { target, otherwise, how }: Question,
  tell: (next: (asking: Asking) => Asking) => void,
  signal: AbortSignal,
): Promise<void> {
  const listener: Listener = {
    context: (context) => tell((asking) => withHeard(asking, { context })),
    partial: (partial) => tell((asking) => withHeard(asking, { partial })),
  };
  const from = (one: Target) => streamExplanation(poster, requestOf(one, how), listener, signal);
  try {
    const explanation = await from(target).catch((thrown: unknown) => {
      const isUnknown = thrown instanceof AskError && thrown.code === 'not_found';
      if (otherwise === undefined || !isUnknown) throw thrown;
      return from(otherwise);
    });
    tell(() => ({ is: 'answered', how, explanation }));
  } catch (thrown) {
    tell((asking) => failed(asking, thrown));
  }
}

/** The oldest go. */
function kept(all: Map<string, Asking>): ReadonlyMap<string, Asking> {
  for (const key of all.keys()) {
    if (all.size <= MOST_KEPT) break;
    all.delete(key);
  }
  return all;
}
