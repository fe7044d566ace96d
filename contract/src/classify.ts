import Type, { type Static } from 'typebox';
import { LIMITS } from './fields.ts';
import { ClassifiedLineSchema } from './template.ts';

/** Lines to judge without storing them: a text as it stands in a log file, or an object as for `/insert/jsonline`. */
export const ClassifyRequestSchema = Type.Object(
  {
    lines: Type.Array(
      Type.Union([
        Type.String({ maxLength: LIMITS.lineBytes }),
        Type.Record(Type.String(), Type.Unknown(), { description: 'Fields of one line' }),
      ]),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
);
export type ClassifyRequest = Static<typeof ClassifyRequestSchema>;

/** In place of a verdict: why a line could not be read. `reason` is one of the dead-letter reasons. */
export const RefusedLineSchema = Type.Object({
  error: Type.Object({ reason: Type.String(), message: Type.String() }),
});
export type RefusedLine = Static<typeof RefusedLineSchema>;

export const ClassifyReplySchema = Type.Object({
  lines: Type.Array(Type.Union([ClassifiedLineSchema, RefusedLineSchema]), {
    description: 'One for each line asked, in order',
  }),
});
export type ClassifyReply = Static<typeof ClassifyReplySchema>;
