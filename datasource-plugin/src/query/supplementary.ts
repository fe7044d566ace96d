import { withFilters } from './filters';
import { filterOf } from './logsql-pipes';
import { FIELD, type Filter, type PresageQuery } from './model';

const VOLUME_PREFIX = 'log-volume-';
const SAMPLE_PREFIX = 'log-sample-';

/** Lines by severity over the whole range, counted in the store: not from the page of rows that is shown. */
export function volumeQuery(query: PresageQuery): PresageQuery | undefined {
  if (query.query_type !== 'logs' || query.hide === true) return undefined;
  const { logsql } = query;
  return {
    ...chosenBy(query, VOLUME_PREFIX),
    query_type: 'stats',
    value: 'count',
    group_by: [FIELD.severity],
    ...(logsql === undefined ? {} : { logsql: filterOf(logsql) }),
  };
}

/** The lines behind a number. */
export function sampleQuery(query: PresageQuery, limit = 100): PresageQuery | undefined {
  if (query.query_type !== 'stats' || query.hide === true) return undefined;
  const { logsql, filters = [], time } = query;
  const named = time === 'arrival' ? withFilters(query, filters.map(asOfLines)) : query;
  return {
    ...chosenBy(named, SAMPLE_PREFIX),
    query_type: 'logs',
    limit,
    ...(logsql === undefined ? {} : { logsql }),
  };
}

/** What counters by arrival name otherwise than lines do. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['template_id', FIELD.templateId],
  ['category', 'presage_category'],
]);

function asOfLines(filter: Filter): Filter {
  return { ...filter, field: NAMES.get(filter.field) ?? filter.field };
}

/** What chooses the lines, and where they are looked for. */
function chosenBy(
  { refId, datasource, filters, text, time_shift_ms }: PresageQuery,
  prefix: string,
): Omit<PresageQuery, 'query_type'> {
  return {
    refId: `${prefix}${refId}`,
    ...(datasource === undefined ? {} : { datasource }),
    version: 1,
    ...(filters === undefined ? {} : { filters }),
    ...(text === undefined ? {} : { text }),
    ...(time_shift_ms === undefined ? {} : { time_shift_ms }),
  };
}

export function isVolume(refId: string | undefined): boolean {
  return refId?.startsWith(VOLUME_PREFIX) === true;
}
