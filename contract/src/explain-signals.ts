import Type, { type Static } from 'typebox';
import { DeciderSchema, DetectorSchema, LogClassSchema, SeveritySchema } from './verdict-words.ts';

/** A kind of line around the explained one. */
export const NearTemplateSchema = Type.Object({
  template_id: Type.String(),
  service: Type.String(),
  template: Type.String(),
  class: LogClassSchema,
  count: Type.Integer({ minimum: 0, description: 'Its lines in the quarter of an hour up to the line' }),
  before: Type.Integer({ minimum: 0, description: 'In the three quarters of an hour before that' }),
  first_seen: Type.Optional(Type.String({ description: 'RFC 3339, by arrival' })),
  trend: Type.Enum(['new', 'rising', 'steady']),
});

/** When the lines that need action of a neighbouring service began, or rose, before the explained line. */
export const OnsetSchema = Type.Object({
  service: Type.String(),
  time: Type.String({ description: 'RFC 3339, start of the minute' }),
  count: Type.Integer({ description: 'Such lines of it since then' }),
});

/** An anomaly score of the service around the line. */
export const NearScoreSchema = Type.Object({
  for: DetectorSchema,
  score: Type.Number({ description: 'Highest; above 1 is anomalous' }),
  time: Type.String({ description: 'RFC 3339, of the highest' }),
});

export const NearSeriesSchema = Type.Object({
  name: Type.String({ description: 'For people, for example `lines of shop a minute`' }),
  times: Type.Array(Type.Number({ description: 'ms since 1970' })),
  values: Type.Array(Type.Number()),
});

/** A page of the user's own runbooks whose header matches the line. */
export const RunbookSchema = Type.Object({
  id: Type.String({ description: '`R1`, `R2`, …' }),
  title: Type.String(),
  file: Type.String({ description: 'Below the folder of runbooks' }),
  text: Type.String({ description: 'Its beginning, plain text' }),
});

/** What is decided of the explained line's template. */
export const TemplateStandingSchema = Type.Object({
  template: Type.String(),
  class: LogClassSchema,
  severity: SeveritySchema,
  by: DeciderSchema,
  confidence: Type.Number(),
  signature: Type.Optional(Type.String()),
  corrected: Type.Boolean({ description: 'A person has set the class' }),
  count: Type.Integer({ minimum: 0 }),
});

/** What stands around a line besides lines. Each part is absent when it was not asked for or there is none. */
export const SignalsSchema = Type.Object({
  templates: Type.Optional(Type.Array(NearTemplateSchema, { description: 'New first, then rising' })),
  onsets: Type.Optional(Type.Array(OnsetSchema, { description: 'Earliest first' })),
  scores: Type.Optional(Type.Array(NearScoreSchema, { description: 'Highest first' })),
  series: Type.Optional(Type.Array(NearSeriesSchema, { maxItems: 3 })),
  standing: Type.Optional(TemplateStandingSchema),
  runbooks: Type.Optional(Type.Array(RunbookSchema)),
});
export type Signals = Static<typeof SignalsSchema>;
export type Runbook = Static<typeof RunbookSchema>;
