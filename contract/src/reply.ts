import Type, { type Static } from 'typebox';

/** A Grafana data frame as JSON (schema + columns), as the Go SDK decodes it: every field has `typeInfo.frame`. */
export const FrameFieldSchema = Type.Object({
  name: Type.String(),
  type: Type.Enum(['time', 'number', 'string', 'other']),
  typeInfo: Type.Object({ frame: Type.Enum(['time.Time', 'string', 'float64', 'json.RawMessage']) }),
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
  config: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

export const FrameSchema = Type.Object({
  schema: Type.Object({
    refId: Type.String(),
    name: Type.Optional(Type.String()),
    meta: Type.Record(Type.String(), Type.Unknown()),
    fields: Type.Array(FrameFieldSchema),
  }),
  data: Type.Object({
    values: Type.Array(Type.Array(Type.Unknown())),
    nanos: Type.Optional(Type.Array(Type.Union([Type.Array(Type.Number()), Type.Null()]))),
  }),
});
export type Frame = Static<typeof FrameSchema>;
export type FrameField = Static<typeof FrameFieldSchema>;

export const NoticeSchema = Type.Object({
  severity: Type.Enum(['info', 'warning', 'error']),
  text: Type.String(),
});
export type Notice = Static<typeof NoticeSchema>;

export const QueryErrorSchema = Type.Object({
  code: Type.String(),
  message: Type.String(),
  source: Type.Enum(['downstream', 'plugin']),
});

export const QueryResultSchema = Type.Object({
  frames: Type.Array(FrameSchema),
  notices: Type.Array(NoticeSchema),
  error: Type.Optional(QueryErrorSchema),
});
export type QueryResult = Static<typeof QueryResultSchema>;

export const QueryReplySchema = Type.Object({ results: Type.Record(Type.String(), QueryResultSchema) });
export type QueryReply = Static<typeof QueryReplySchema>;

export const ErrorReplySchema = Type.Object({
  error: Type.Object({ code: Type.String(), message: Type.String() }),
});
export type ErrorReply = Static<typeof ErrorReplySchema>;
