import Type, { type Static } from 'typebox';

/** A deployment, a change of configuration, a planned job: what a service says from now on is learnt anew. */
export const MarkerSchema = Type.Object(
  {
    service: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 512,
        description: 'Absent = every service of the tenant',
      }),
    ),
    text: Type.String({ minLength: 1, maxLength: 1000, description: 'What happened, for people' }),
    time: Type.Optional(
      Type.String({
        maxLength: 40,
        description: 'When, RFC 3339; absent = now. Counts only if within the last ten minutes',
      }),
    ),
  },
  { additionalProperties: false },
);
export type Marker = Static<typeof MarkerSchema>;

/** The marker is durable: it holds for what is decided from now on. */
export const MarkerReplySchema = Type.Object({
  service: Type.Optional(Type.String()),
  text: Type.String(),
  time: Type.String({ description: 'RFC 3339, UTC' }),
  recorded_at: Type.String({ description: 'RFC 3339' }),
});
export type MarkerReply = Static<typeof MarkerReplySchema>;
