import Type, { type Static } from 'typebox';
import { AnswerSchema, EngineSchema } from './explanation.ts';

/**
 * Event `partial` of a streamed explanation: the model's answer as far as it has come. Each replaces the one before. Lists hold
 * whole items only, texts grow; the class and the confidence come with the answer.
 */
export const ExplainPartialSchema = Type.Object({
  engine: EngineSchema,
  answer: Type.Partial(Type.Omit(AnswerSchema, ['log_class', 'related_event_ids'])),
});
export type ExplainPartial = Static<typeof ExplainPartialSchema>;

/** What would be sent to a model, character by character; nothing is sent by asking. */
export const ExplainPreviewSchema = Type.Object({
  engine: EngineSchema,
  configured: Type.Boolean({ description: 'Whether there is a model that this would be sent to' }),
  note: Type.String({ description: 'The same in words' }),
  system: Type.String({ description: 'The constant prompt' }),
  prompt: Type.String({ description: 'The lines, with what is hidden already replaced' }),
  lines: Type.Integer({ minimum: 0, description: 'Lines in the prompt' }),
  redacted: Type.Integer({ minimum: 0, description: 'Places where a value is hidden' }),
});
export type ExplainPreview = Static<typeof ExplainPreviewSchema>;

export const ExplainFeedbackSchema = Type.Object(
  { thumbs: Type.Enum(['up', 'down']), comment: Type.Optional(Type.String({ maxLength: 2000 })) },
  { additionalProperties: false },
);
export type ExplainFeedback = Static<typeof ExplainFeedbackSchema>;

/** The feedback is durable. A person's newer one on the same explanation replaces the older. */
export const ExplainFeedbackReplySchema = Type.Object({
  id: Type.String({ description: 'Of the explanation' }),
  thumbs: Type.Enum(['up', 'down']),
  recorded_at: Type.String({ description: 'RFC 3339' }),
});
export type ExplainFeedbackReply = Static<typeof ExplainFeedbackReplySchema>;
