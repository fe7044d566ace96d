import { useCallback, useEffect, useState, type MouseEvent } from 'react';
import { copyText } from '../copy';

/** How long a button says that it has copied. */
const SAID_MS = 2500;

/** Copies, and says for a while whether the browser did; undefined = nothing to say. */
export function useCopy(text: () => string) {
  const [result, setResult] = useState<boolean | undefined>(undefined);
  useEffect(() => {
    if (result === undefined) return undefined;
    const over = setTimeout(() => setResult(undefined), SAID_MS);
    return () => clearTimeout(over);
  }, [result]);
  const copy = useCallback(
    (event: MouseEvent<HTMLElement>) => {
      void copyText(text(), event.currentTarget.parentElement ?? undefined).then(setResult);
    },
    [text],
  );
  return { result, copy };
}
