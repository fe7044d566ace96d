import type { Severity } from '@presage/contract';

/** Fields in which loggers and proxies say how a request was answered. */
const STATUS_FIELDS: ReadonlySet<string> = new Set(
  (
    'status status_code statusCode StatusCode http_status httpStatus http.status http.status_code http.statusCode ' +
    'http.response.status http.response.status_code response.status response.status_code response.statusCode ' +
    'response_code responseCode response_status res.status res.statusCode httpRequest.status DownstreamStatus sc-status'
  ).split(' '),
);
const FOUR = 52;
const FIVE = 53;

/**
 * What a line of level info, or of none, says by the answer in its fields: a request that the server failed, or turned away because
 * there were too many. Undefined for every other field and answer.
 */
export function severityOfStatus(name: string, value: string): Severity | undefined {
  if (value.length !== 3) return undefined;
  const first = value.charCodeAt(0);
  if ((first !== FIVE && first !== FOUR) || !STATUS_FIELDS.has(name)) return undefined;
  if (first === FIVE) return /^5\d\d$/.test(value) ? 'error' : undefined;
  return value === '429' ? 'warning' : undefined;
}
