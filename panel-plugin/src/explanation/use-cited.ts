import { useMemo } from 'react';
import { contextOf, type Asking } from '../ask/asking';
import { citedIds, partsOf } from './answer-parts';
import type { FindShown } from './find-shown';

/** Keys of the shown lines that an answer leans on. */
export function useCited(asking: Asking | undefined, find: FindShown): ReadonlySet<string> {
  return useMemo(() => {
    const keys = new Set<string>();
    if (asking === undefined) return keys;
    const context = contextOf(asking);
    const ids = new Set(citedIds(partsOf(asking), context));
    for (const line of context?.lines ?? []) {
      const key = ids.has(line.id) ? find(line)?.key : undefined;
      if (key !== undefined) keys.add(key);
    }
    return keys;
  }, [asking, find]);
}
