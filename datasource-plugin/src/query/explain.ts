import { valuesOf } from './filters';
import { FIELD, QUERY_VERSION, type PresageQuery } from './model';

/** The panel that explains; a frame that names it opens in it, inside Explore too. */
export const EXPLAIN_PANEL = 'presage-explain-panel';

/**
 * The line that an explanation is of, for the panel to show and ask about: the event wherever in time it is, else the newest line of
 * the template and service that the filters name (what an alert knows). Undefined while neither is said.
 */
export function lineToExplain(query: PresageQuery): PresageQuery | undefined {
  const { refId, datasource } = query;
  // A variable of the dashboard that is empty says nothing.
  const filters = (query.filters ?? []).filter(({ values }) => values.some((value) => value !== ''));
  const base = {
    refId,
    ...(datasource === undefined ? {} : { datasource }),
    version: QUERY_VERSION,
    query_type: 'logs' as const,
  };
  const [eventId] = valuesOf({ ...query, filters }, FIELD.eventId, '=');
  if (eventId !== undefined) return { ...base, around: { event_id: eventId, before: 0, after: 0, same: [] } };
  return filters.some(({ field }) => field === FIELD.templateId) ? { ...base, filters, limit: 1 } : undefined;
}
