import Type, { type Static } from 'typebox';
import { LogClassSchema, SeveritySchema } from './verdict-words.ts';

/** One line as a sender gives it to `/insert/jsonline`. Which field is the message and the time, the parameters say. */
export const RecordSchema = Type.Object(
  {
    _msg: Type.Optional(Type.String({ description: 'Else the first of `message`, `msg`, `log`, `body`' })),
    _time: Type.Optional(
      Type.Union([Type.String(), Type.Number()], {
        description: 'RFC 3339 or unix s, ms, µs, ns; absent, `0` or `-` = the time of arrival',
      }),
    ),
  },
  {
    additionalProperties: true,
    description: 'Any further fields; nested objects are flattened with dots, arrays kept as JSON text',
  },
);
export type RecordLine = Static<typeof RecordSchema>;

/** A stored line with its verdict: `_time`, `_msg`, the sender's own fields and ours. All values are text. */
export const RowSchema = Type.Object(
  {
    _time: Type.String({ description: 'RFC 3339, UTC, 9 fraction digits' }),
    _msg: Type.String(),
    presage_event_id: Type.Optional(Type.String()),
    presage_class: Type.Optional(LogClassSchema),
    presage_severity: Type.Optional(SeveritySchema),
    presage_template_id: Type.Optional(Type.String()),
    presage_score: Type.Optional(Type.String({ description: 'Decimal text; written from 0.5 up' })),
  },
  { additionalProperties: Type.String() },
);
export type Row = Static<typeof RowSchema>;

/** Event `dropped` of a live tail: lines that were not sent since the last such event. */
export const TailDroppedSchema = Type.Object({
  dropped: Type.Integer({ minimum: 1 }),
  reason: Type.Enum(['rate', 'slow_client'], {
    description: '`rate`: over the asked lines a second; `slow_client`: the client does not read fast enough',
  }),
});
export type TailDropped = Static<typeof TailDroppedSchema>;

/** What became of the lines of one insert request. */
export const InsertReplySchema = Type.Object({
  accepted: Type.Integer({ minimum: 0, description: 'Durable in the journal' }),
  rejected: Type.Integer({ minimum: 0, description: 'Kept as dead letters, each with its reason' }),
  errors: Type.Array(
    Type.Object({
      line: Type.Integer({ minimum: 1, description: 'Line of the request, counted from 1' }),
      reason: Type.String(),
      message: Type.String(),
    }),
    { description: 'The first few refused lines' },
  ),
});
export type InsertReply = Static<typeof InsertReplySchema>;
