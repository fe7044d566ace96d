import Type, { type Static } from 'typebox';

const Hits = Type.Integer({ minimum: 0, description: 'Lines in the window that have it' });
const ValueHits = Type.Integer({
  minimum: 0,
  description: 'Lines in the window that have it; 0 = not counted, because the field has thousands of values',
});

/** The names of the fields that the lines of a window have. */
export const FieldsReplySchema = Type.Object({
  fields: Type.Array(Type.Object({ name: Type.String(), hits: Hits })),
});
export type FieldsReply = Static<typeof FieldsReplySchema>;

/** The values of one field in a window, commonest first unless there are too many for the store to count. */
export const FieldValuesReplySchema = Type.Object({
  field: Type.String(),
  values: Type.Array(Type.Object({ value: Type.String(), hits: ValueHits })),
  truncated: Type.Boolean({ description: 'There are more values than were asked for' }),
});
export type FieldValuesReply = Static<typeof FieldValuesReplySchema>;
