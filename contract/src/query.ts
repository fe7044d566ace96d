import Type, { type Static } from 'typebox';

export const QUERY_TYPES = ['logs', 'stats', 'templates', 'anomalies', 'health', 'explain'] as const;
export const SCORE_SERIES = ['anomaly_score', 'y', 'yhat', 'yhat_lower', 'yhat_upper'] as const;
export const FILTER_OPS = ['=', '!=', '=|', '!=|', '=~', '!~', '<', '>'] as const;

export const FilterSchema = Type.Object(
  {
    field: Type.String({ minLength: 1, maxLength: 256 }),
    op: Type.Enum([...FILTER_OPS]),
    values: Type.Array(Type.String({ maxLength: 65_536 }), { maxItems: 1000 }),
  },
  { additionalProperties: false, description: '`=|` any of the values, `!=|` none of them' },
);
export const FilterListSchema = Type.Array(FilterSchema, { maxItems: 100 });
export type Filter = Static<typeof FilterSchema>;
export type FilterOp = Filter['op'];

const TimeText = Type.String({
  minLength: 1,
  maxLength: 40,
  description:
    'RFC 3339 with up to 9 fraction digits, or decimal text: seconds, milliseconds, microseconds or nanoseconds since 1970',
});

export const QuerySchema = Type.Object(
  {
    ref_id: Type.String({ minLength: 1, maxLength: 256 }),
    query_type: Type.Enum([...QUERY_TYPES]),
    from: TimeText,
    to: TimeText,
    time: Type.Optional(Type.Enum(['event', 'arrival'])),
    step_ms: Type.Optional(Type.Integer({ minimum: 1, description: 'Width of a point; absent = instant' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    direction: Type.Optional(Type.Enum(['backward', 'forward'])),
    around: Type.Optional(
      Type.Object({
        event_id: Type.String({ maxLength: 256 }),
        before: Type.Integer({ minimum: 0, maximum: 1000 }),
        after: Type.Integer({ minimum: 0, maximum: 1000 }),
        same: Type.Array(Type.String({ maxLength: 256 }), {
          maxItems: 8,
          description: "Fields whose value must equal the line's",
        }),
      }),
    ),
    time_shift_ms: Type.Optional(Type.Integer()),
    format: Type.Optional(Type.Enum(['multi', 'table'])),
    packed: Type.Optional(
      Type.Boolean({
        description:
          'Of lines: their fields in one column of short texts (contract/src/packed-fields.ts) instead of JSON labels and columns of their own',
      }),
    ),
    filters: Type.Optional(FilterListSchema),
    text: Type.Optional(Type.String({ maxLength: 4096, description: 'Words the message must contain' })),
    logsql: Type.Optional(Type.String({ maxLength: 16_384 })),
    group_by: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 8 })),
    value: Type.Optional(
      Type.Enum(['count', 'rate', 'share', 'score'], {
        description:
          'Of lines (default: count); `share`: of the lines of each group those that need action, 0…1. For templates, `count` counts the lines in the window and leaves out templates without one; absent = lines since each was first seen',
      }),
    ),
    series: Type.Optional(
      Type.Array(Type.Enum([...SCORE_SERIES]), {
        minItems: 1,
        maxItems: 5,
        description: 'For anomalies: the score alone (default), or with value, expectation and bounds',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Query = Static<typeof QuerySchema>;

export const QueryRequestSchema = Type.Object(
  {
    queries: Type.Array(QuerySchema, { minItems: 1, maxItems: 100 }),
    alert: Type.Optional(
      Type.Boolean({
        description: 'An alert rule asks: no log lines; 503 instead of an answer that may be incomplete',
      }),
    ),
  },
  { additionalProperties: false },
);
export type QueryRequest = Static<typeof QueryRequestSchema>;
