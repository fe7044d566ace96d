import Type, { type Static } from 'typebox';
import { TemplateSlotSchema } from './template-slot.ts';
import { CategorySchema, DeciderSchema, LogClassSchema, SeveritySchema } from './verdict-words.ts';

/** One case of a template: lines of one template can differ in class where a slot's value decides (HTTP 200 vs 500). */
export const TemplateVerdictSchema = Type.Object({
  class: LogClassSchema,
  severity: SeveritySchema,
  category: CategorySchema,
  by: DeciderSchema,
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  signature: Type.Optional(Type.String({ description: 'Id of the signature that decided' })),
  count: Type.Integer({ minimum: 0, description: 'Lines that got this verdict' }),
});
export type TemplateVerdict = Static<typeof TemplateVerdictSchema>;

export const TemplateSchema = Type.Object({
  template_id: Type.String(),
  tenant: Type.String(),
  service: Type.String(),
  template: Type.String({ description: 'The constant words, `<*>` where lines differ' }),
  aliases: Type.Array(Type.String(), {
    description: 'Ids under which lines of this template were stored before it was merged',
  }),
  first_seen: Type.String({ description: 'RFC 3339, by arrival' }),
  last_seen: Type.String(),
  count: Type.Integer({ minimum: 0 }),
  verdicts: Type.Array(TemplateVerdictSchema, { description: 'Commonest first' }),
  samples: Type.Array(Type.String(), { description: 'Up to 3 raw lines' }),
  corrected: Type.Optional(Type.Boolean({ description: 'A person has set the class' })),
  slots: Type.Optional(
    Type.Array(TemplateSlotSchema, {
      description: 'What stood in its variable parts, when one template is asked for',
    }),
  ),
  pattern_match_full: Type.Optional(
    Type.String({
      description:
        "Text for VictoriaLogs' filter `pattern_match_full(…)` that finds lines like the samples, also those stored by others; absent when no text takes all samples",
    }),
  ),
});
export type Template = Static<typeof TemplateSchema>;

export const TemplatesReplySchema = Type.Object({
  templates: Type.Array(TemplateSchema),
  total: Type.Integer(),
});
export type TemplatesReply = Static<typeof TemplatesReplySchema>;

export const CorrectionSchema = Type.Object(
  {
    template_id: Type.String({ minLength: 1, maxLength: 64 }),
    service: Type.String({ minLength: 1, maxLength: 512 }),
    class: LogClassSchema,
    severity: Type.Optional(SeveritySchema),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  { additionalProperties: false },
);
export type Correction = Static<typeof CorrectionSchema>;

/** The correction is durable: it holds for what is decided from now on, and is laid over older lines when they are asked for. */
export const CorrectionReplySchema = Type.Object({
  template_id: Type.String(),
  service: Type.String(),
  class: LogClassSchema,
  severity: Type.Optional(SeveritySchema),
  recorded_at: Type.String({ description: 'RFC 3339' }),
});
export type CorrectionReply = Static<typeof CorrectionReplySchema>;

export const ClassifiedLineSchema = Type.Object({
  presage_class: LogClassSchema,
  presage_severity: SeveritySchema,
  presage_category: CategorySchema,
  presage_template_id: Type.String(),
  presage_confidence: Type.Number(),
  presage_score: Type.Number(),
  presage_by: DeciderSchema,
  template: Type.String(),
});
export type ClassifiedLine = Static<typeof ClassifiedLineSchema>;
