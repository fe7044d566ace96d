export interface ErrorFact {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Whether the same request can succeed later without a change. */
  readonly retryable: boolean;
  readonly description: string;
}

export const ERRORS = [
  { code: 'unauthorized', status: 401, retryable: false, description: 'No token, or one that is not known.' },
  {
    code: 'forbidden',
    status: 403,
    retryable: false,
    description: 'The token lacks the role, or belongs to another tenant.',
  },
  {
    code: 'bad_request',
    status: 400,
    retryable: false,
    description: 'A parameter, header or body is not of the form that the route takes.',
  },
  { code: 'not_found', status: 404, retryable: false, description: 'No such route, template or event.' },
  {
    code: 'unsupported_type',
    status: 415,
    retryable: false,
    description: 'The Content-Type is not one that the route reads.',
  },
  {
    code: 'unsupported_encoding',
    status: 415,
    retryable: false,
    description: 'The Content-Encoding is not gzip, zstd or identity.',
  },
  {
    code: 'bad_encoding',
    status: 400,
    retryable: false,
    description: 'The body cannot be decompressed, or ends early.',
  },
  {
    code: 'body_cut',
    status: 400,
    retryable: false,
    description: 'The connection ended before the body was complete; nothing was stored.',
  },
  {
    code: 'body_too_large',
    status: 413,
    retryable: false,
    description: 'The body is over the limit, compressed or decompressed.',
  },
  {
    code: 'body_too_slow',
    status: 408,
    retryable: true,
    description: 'The body did not arrive within the time limit.',
  },
  {
    code: 'no_valid_line',
    status: 400,
    retryable: false,
    description: 'No line of the request could be accepted.',
  },
  {
    code: 'busy',
    status: 429,
    retryable: true,
    description: 'More is in flight than this tenant and source may have; try again.',
  },
  {
    code: 'journal_full',
    status: 429,
    retryable: true,
    description: 'The journal has reached its cap because a store is behind.',
  },
  { code: 'too_many_tenants', status: 429, retryable: false, description: 'The cap on tenants is reached.' },
  {
    code: 'not_ready',
    status: 503,
    retryable: true,
    description: 'The sidecar is starting, stopping, or cannot write to its disk.',
  },
  { code: 'store_unavailable', status: 503, retryable: true, description: 'The store does not answer.' },
  {
    code: 'store_lagging',
    status: 503,
    retryable: true,
    description: 'The store is behind the asked window; an alert gets no answer rather than a wrong one.',
  },
  {
    code: 'store_error',
    status: 502,
    retryable: false,
    description: 'The store refused the query; its own words are in the message.',
  },
  {
    code: 'query_timeout',
    status: 504,
    retryable: true,
    description: 'The query took longer than its limit.',
  },
  {
    code: 'bad_query',
    status: 400,
    retryable: false,
    description: "The query is not of the contract's form, or asks for something its type cannot do.",
  },
  {
    code: 'logsql_unsupported',
    status: 400,
    retryable: false,
    description: 'LogsQL needs VictoriaLogs as the store.',
  },
  {
    code: 'bad_config',
    status: 500,
    retryable: false,
    description: 'A setting is unknown or has a value it cannot have. At start only.',
  },
  {
    code: 'data_locked',
    status: 500,
    retryable: false,
    description: 'Another process uses the data folder. At start only.',
  },
  {
    code: 'internal',
    status: 503,
    retryable: true,
    description: 'A promise of our own code was broken; the log has the details.',
  },
] as const satisfies readonly ErrorFact[];

export type ErrorCode = (typeof ERRORS)[number]['code'];

/** Why a line became a dead letter. */
export const DEAD_LETTER_REASONS = {
  not_json: 'The line is not a JSON object.',
  too_long: 'The line is over 256 KiB.',
  too_many_fields: 'The line has more than 1,000 fields.',
  field_name_too_long: 'A field name is over 128 bytes.',
  too_deep: 'The JSON is nested deeper than 64 levels.',
  bad_time: 'The time is not RFC 3339 and not unix seconds, milliseconds, microseconds or nanoseconds.',
  too_old: "The time is before the store's retention.",
  too_new: 'The time is further ahead than the store takes.',
  no_message: 'The line has no field at all.',
  store_rejected: 'The store refused the row.',
  store_dropped: 'The store acknowledged the row but does not have it after two re-sends.',
  pipeline_failed: 'The line made the pipeline fail twice; it was stored undecided.',
  too_many_tenants: 'The cap on tenants is reached.',
} as const;
export type DeadLetterReason = keyof typeof DEAD_LETTER_REASONS;
