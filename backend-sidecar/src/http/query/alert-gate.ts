import type { Query } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api, State } from '../api.ts';
import { isOfAlerts } from './alert-stats.ts';
import { parseTime } from './time.ts';

/** How old lines may be that queries of a kind do not see yet, seconds. */
export function lagOf(state: State, kind: 'rows' | 'samples'): number {
  const sinks = state.sinks.filter((sink) => sink.kinds.includes(kind));
  return Math.max(state.pipeline.lagSeconds, ...sinks.map((sink) => sink.lagSeconds));
}

export function kindRead(query: Pick<Query, 'query_type' | 'time'>): 'rows' | 'samples' {
  return query.query_type === 'anomalies' || query.time === 'arrival' ? 'samples' : 'rows';
}

/**
 * An alert gets no answer rather than one from which lines may be missing: `not_ready`, or `store_lagging` when the oldest line that
 * is not yet stored is older than the window's end less the tolerated lag. What is answered from memory waits for no store, and our
 * own health is told in every state.
 */
export function refuseUncertain(api: Api, queries: readonly Query[], toleratedMs: number): void {
  const state = api.state();
  const stored = queries.filter((query) => query.query_type !== 'health' && !isOfAlerts(query));
  if (stored.length > 0 && state.notReady.length > 0)
    throw new PresageError('not_ready', `Presage is not ready: ${state.notReady.join('; ')}.`, {
      retryAfter: 5,
    });
  for (const query of queries) {
    const lag = stored.includes(query)
      ? lagOf(state, kindRead(query))
      : isOfAlerts(query)
        ? state.pipeline.lagSeconds
        : 0;
    const missingFromMs = api.clock() - lag * 1000;
    if (lag > 0 && missingFromMs < endOf(query) - toleratedMs)
      throw new PresageError(
        'store_lagging',
        `The store is ${Math.round(lag)} s behind, so the window of query ${query.ref_id} is not complete yet.`,
        { retryAfter: 5 },
      );
  }
}

/** An end that cannot be read is that query's own error, told with its result. */
function endOf(query: Query): number {
  try {
    return parseTime('to', query.to) - (query.time_shift_ms ?? 0);
  } catch {
    return -Infinity;
  }
}

/** For a person, the same in a notice; undefined when the window is complete. */
export function lagNotice(api: Api, query: Query, toleratedMs: number): string | undefined {
  try {
    refuseUncertain(api, [query], toleratedMs);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PresageError) return thrown.message;
    throw thrown;
  }
}
