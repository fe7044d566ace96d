import type { SavedPartition } from './verdict.ts';

/** The parts of a state that are a sidecar's own. */
interface OwnParts {
  readonly counters: readonly number[];
}

/**
 * What another sidecar has learned of a service, as a state of this one from `position` on. Counters stay this one's own
 * (`counts`; undefined = it has counted nothing yet); what was to be told the stores the other one tells.
 */
export function adoptedState(
  saved: SavedPartition,
  position: number,
  counts: readonly number[] | undefined,
): SavedPartition {
  const learned = JSON.parse(saved.state) as OwnParts;
  const counters = counts ?? learned.counters.map(() => 0);
  const state = JSON.stringify({ ...learned, counters, pending: [], waking: undefined });
  return { ...saved, position, state };
}
