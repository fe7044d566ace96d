import { filterOf } from './logsql-pipes';
import { FIELD, type PresageQuery } from './model';

const VOLUME_PREFIX = 'log-volume-';
const SAMPLE_PREFIX = 'log-sample-';

/** Lines by severity over the whole range, counted in the store: not from the page of rows that is shown. */
export function volumeQuery({
  refId,
  datasource,
  filters,
  text,
  logsql,
  query_type,
  hide,
}: PresageQuery): PresageQuery | undefined {
  if (query_type !== 'logs' || hide === true) return undefined;
  return {
    refId: `${VOLUME_PREFIX}${refId}`,
    ...(datasource === undefined ? {} : { datasource }),
    version: 1,
    query_type: 'stats',
    value: 'count',
    group_by: [FIELD.severity],
    ...(filters === undefined ? {} : { filters }),
    ...(text === undefined ? {} : { text }),
    ...(logsql === undefined ? {} : { logsql: filterOf(logsql) }),
  };
}

/** The lines behind a number. */
export function sampleQuery(query: PresageQuery, limit = 100): PresageQuery | undefined {
  if (query.query_type !== 'stats' || query.hide === true) return undefined;
  const { refId, datasource, filters, text, logsql } = query;
  return {
    refId: `${SAMPLE_PREFIX}${refId}`,
    ...(datasource === undefined ? {} : { datasource }),
    version: 1,
    query_type: 'logs',
    limit,
    ...(filters === undefined ? {} : { filters }),
    ...(text === undefined ? {} : { text }),
    ...(logsql === undefined ? {} : { logsql }),
  };
}

export function isVolume(refId: string | undefined): boolean {
  return refId?.startsWith(VOLUME_PREFIX) === true;
}
