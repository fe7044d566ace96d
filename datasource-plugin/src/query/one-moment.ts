import { FieldType, type DataFrame, type DataQueryResponse } from '@grafana/data';
import { map, mergeMap, of, type Observable } from 'rxjs';
import { MAX_LIMIT } from '../settings';
import type { PresageQuery } from './model';

type Ask = (queries: PresageQuery[]) => Observable<DataQueryResponse>;

/** How Explore marks its queries for further lines while a person scrolls. */
const SCROLLING = 'infiniteScroll';

/**
 * The answer to queries up to a moment. While a person scrolls, Explore asks for lines up to the moment of the oldest that it has: a
 * page that is full of lines of that one moment, as where senders write whole seconds, would be the same for ever. It is asked again,
 * for more lines.
 */
export function beyondOneMoment(
  ask: Ask,
  queries: PresageQuery[],
  toMs: number,
): Observable<DataQueryResponse> {
  return ask(queries).pipe(
    mergeMap((response) => {
      const again = queries.flatMap((query) => larger(query, response.data as DataFrame[], toMs));
      if (again.length === 0) return of(response);
      return beyondOneMoment(ask, again, toMs).pipe(map((more) => withMore(response, again, more)));
    }),
  );
}

/** The query for more lines, or none where there is something else in its page. */
function larger(query: PresageQuery, frames: readonly DataFrame[], toMs: number): PresageQuery[] {
  const frame = frames.find(({ refId }) => refId === query.refId);
  const limit = Number(frame?.meta?.custom?.['limit'] ?? NaN);
  if (!isScrolling(query) || frame === undefined || frame.length < limit || !(limit < MAX_LIMIT)) return [];
  const times = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  return times.every((time) => time === toMs) ? [{ ...query, limit: Math.min(MAX_LIMIT, limit * 4) }] : [];
}

function withMore(
  first: DataQueryResponse,
  again: PresageQuery[],
  more: DataQueryResponse,
): DataQueryResponse {
  const refIds = new Set(again.map(({ refId }) => refId));
  const kept = (first.data as DataFrame[]).filter(({ refId }) => !refIds.has(refId ?? ''));
  return { ...first, ...more, data: [...kept, ...(more.data as DataFrame[])] };
}

function isScrolling(query: object): boolean {
  return 'supportingQueryType' in query && query.supportingQueryType === SCROLLING;
}
