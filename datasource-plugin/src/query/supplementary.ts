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
    // VictoriaLogs takes no pipes where it counts; what stands before them chooses the lines.
    ...(logsql === undefined ? {} : { logsql: withoutPipes(logsql) }),
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

function withoutPipes(logsql: string): string {
  let quote = '';
  for (let at = 0; at < logsql.length; at++) {
    const char = logsql.charAt(at);
    if (quote !== '' && quote !== '`' && char === '\\') at++;
    else if ('"\'`'.includes(char)) quote = quote === '' ? char : quote === char ? '' : quote;
    else if (quote === '' && char === '|') return logsql.slice(0, at).trim();
  }
  return logsql;
}
