import { FIELD, QUERY_VERSION, type PresageQuery } from './model';

/** Fields whose value a line's neighbours can share, in the order in which the toggles stand. */
export const SAME_CANDIDATES: readonly string[] = ['service', 'host', 'env', 'instance', 'pod', 'trace_id'];

/** Those that are on until a person chooses. */
export const SAME_DEFAULT: readonly string[] = ['service', 'host'];

export interface ContextPart {
  readonly eventId: string;
  readonly direction: 'backward' | 'forward';
  readonly limit: number;
  readonly same: readonly string[];
}

/**
 * The lines just before or after one line: the original query's filters do not hold, or the context would be what is already shown.
 * The answer includes the line itself.
 */
export function contextQuery(
  { eventId, direction, limit, same }: ContextPart,
  original?: PresageQuery,
): PresageQuery {
  const back = direction === 'backward';
  return {
    refId: `log-context-${original?.refId ?? 'A'}-${direction}`,
    ...(original?.datasource === undefined ? {} : { datasource: original.datasource }),
    version: QUERY_VERSION,
    query_type: 'logs',
    direction: 'backward',
    around: { event_id: eventId, before: back ? limit : 0, after: back ? 0 : limit, same: [...same] },
    limit,
  };
}

/** The same neighbourhood as a query that a person can go on with in Explore. */
export function openContextQuery(
  labels: Readonly<Record<string, string>>,
  same: readonly string[],
  original?: PresageQuery,
): PresageQuery {
  return {
    refId: original?.refId ?? 'A',
    ...(original?.datasource === undefined ? {} : { datasource: original.datasource }),
    version: QUERY_VERSION,
    query_type: 'logs',
    filters: same
      .filter((field) => labels[field] !== undefined)
      .map((field) => ({ field, op: field === FIELD.service ? '=|' : '=', values: [labels[field] ?? ''] })),
  };
}
