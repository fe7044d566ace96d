import Type, { type Static } from 'typebox';
import { LIMITS } from './fields.ts';
import { SignalsSchema } from './explain-signals.ts';
import { LogClassSchema, SeveritySchema } from './verdict-words.ts';

const Text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description === undefined ? {} : { description }) });
const FieldsSchema = Type.Record(Type.String(), Type.String(), {
  description: 'Fields of the line, as text',
});
const Confidence = Type.Number({ minimum: 0, maximum: 1 });

/** A line of another datasource, as its frame shows it. */
export const ForeignLineSchema = Type.Object(
  {
    message: Text(LIMITS.lineBytes),
    fields: Type.Optional(FieldsSchema),
    time: Type.Optional(Text(40, 'RFC 3339 or decimal s, ms, µs, ns since 1970')),
  },
  { additionalProperties: false },
);
export type ForeignLine = Static<typeof ForeignLineSchema>;

export const ENGINE_CHOICES = ['model', 'cached', 'rules'] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

/** What to explain: `event_id`, or `template_id` with `service` (its newest line), or any line by its `message`. */
export const ExplainRequestSchema = Type.Object(
  {
    event_id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    template_id: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    service: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
    message: Type.Optional(Text(LIMITS.lineBytes)),
    fields: Type.Optional(FieldsSchema),
    time: Type.Optional(Text(40, 'RFC 3339 or decimal s, ms, µs, ns since 1970; default: now')),
    lines: Type.Optional(
      Type.Array(ForeignLineSchema, {
        maxItems: 200,
        description: 'The lines shown around `message`, which need not be among them',
      }),
    ),
    source: Type.Optional(
      Type.Object(
        { type: Text(256), uid: Text(256) },
        { additionalProperties: false, description: 'Datasource that showed the line' },
      ),
    ),
    language: Type.Optional(
      Text(35, 'BCP 47 tag of the language to answer in; the rules engine writes English'),
    ),
    engine: Type.Optional(
      Type.Enum([...ENGINE_CHOICES], {
        description:
          '`model` (default): the model when there is one. `cached`: its answer if it has given one before, else the rules engine. `rules`: the rules engine',
      }),
    ),
    refresh: Type.Optional(
      Type.Boolean({ description: 'Ask the model again although it has answered before' }),
    ),
  },
  { additionalProperties: false },
);
export type ExplainRequest = Static<typeof ExplainRequestSchema>;

export const EvidenceSchema = Type.Object({
  id: Type.String({ description: 'Of a line in `context.lines`: `L1`, `L2`, …' }),
  why: Type.String(),
});
export const CauseSchema = Type.Object({
  text: Type.String(),
  evidence_ids: Type.Array(Type.String()),
  confidence: Confidence,
});
export const RISKS = ['none', 'low', 'medium', 'high'] as const;
export const RemediationSchema = Type.Object({
  step: Type.String({ description: 'Plain text; code stands between backticks' }),
  risk: Type.Enum([...RISKS], { description: '`none`: only looks; `high`: may lose data or service' }),
  command: Type.Optional(Type.String({ description: 'To copy; never run by Presage' })),
});

export const ContextLineSchema = Type.Object({
  id: Type.String({ description: 'What evidence cites' }),
  event_id: Type.String({ description: 'Empty for a line that is not in the store' }),
  time: Type.String({ description: 'RFC 3339, UTC' }),
  service: Type.String(),
  message: Type.String(),
  class: Type.Optional(LogClassSchema),
  severity: Type.Optional(SeveritySchema),
});

/** What the answer was drawn from. */
export const ExplainContextSchema = Type.Object({
  origin: Type.Enum(['store', 'request'], { description: 'Where the lines came from' }),
  window: Type.Object({ from: Type.String(), to: Type.String() }),
  filter: Type.String({ description: 'The rule by which lines were taken, for people' }),
  shown: Type.Integer({ minimum: 0 }),
  total: Type.Integer({ minimum: 0, description: 'Lines found; `shown` of them were read' }),
  target: Type.String({ description: 'Id of the explained line' }),
  lines: Type.Array(ContextLineSchema),
  signals: Type.Optional(SignalsSchema),
});
export type ExplainContext = Static<typeof ExplainContextSchema>;

/** What an engine says; the rest of an Explanation is ours. In the order in which it is to be written: evidence first, class last. */
export const AnswerSchema = Type.Object({
  evidence: Type.Array(EvidenceSchema),
  what_happened: Type.String(),
  likely_causes: Type.Array(CauseSchema, { maxItems: 3 }),
  unknowns: Type.Array(Type.String()),
  remediation: Type.Array(RemediationSchema, { maxItems: 5 }),
  related_event_ids: Type.Array(Type.String()),
  log_class: LogClassSchema,
});
export type Answer = Static<typeof AnswerSchema>;

/** Who answers. */
export const EngineSchema = Type.Object({
  name: Type.String({
    description: '`rules`, `gemini`, `gemini (generative-ai)`, `openai-compatible`',
  }),
  model: Type.String({ description: 'Empty for `rules`' }),
  prompt_version: Type.String(),
  reason: Type.Optional(Type.String({ description: 'Why the rules engine answered in place of a model' })),
});
export type Engine = Static<typeof EngineSchema>;

export const ExplanationSchema = Type.Object({
  id: Type.String({ description: 'What feedback names' }),
  ...AnswerSchema.properties,
  class_reason: Type.Optional(
    Type.String({ description: "Why the class is not the model's, or not the line's own" }),
  ),
  confidence: Type.Number({ minimum: 0, maximum: 1, description: 'Computed by Presage, not by a model' }),
  engine: EngineSchema,
  context: ExplainContextSchema,
  redacted: Type.Integer({ minimum: 0, description: 'Values hidden from the engine' }),
  cached: Type.Boolean({ description: 'The answer was given before, at `created_at`' }),
  answered_for: Type.Optional(
    Type.String({
      description:
        'Event id of the line for which the engine answered, when it was another of the same kind in the same situation: values in the texts are those of that line',
    }),
  ),
  created_at: Type.String({ description: 'RFC 3339, when the engine answered' }),
});
export type Explanation = Static<typeof ExplanationSchema>;
