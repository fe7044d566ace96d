import Type, { type Static } from 'typebox';

export const HealthReplySchema = Type.Object({ status: Type.Enum(['ok']) });

export const ReadyReplySchema = Type.Object({
  ready: Type.Boolean(),
  reasons: Type.Array(Type.String(), { description: 'Why not, in words; empty when ready' }),
});
export type ReadyReply = Static<typeof ReadyReplySchema>;

export const SourceStatusSchema = Type.Object({
  name: Type.String({ description: 'Kind of source: `jsonline`, `file`, …' }),
  accepted: Type.Integer({ minimum: 0 }),
  rejected: Type.Integer({ minimum: 0 }),
  lines_per_second: Type.Number({ minimum: 0, description: 'Mean of the last minute' }),
});

/** A source that brings lines by itself: a listener, a poller, a consumer. */
export const FeedStatusSchema = Type.Object({
  name: Type.String({ description: '`file`, `syslog`, `kafka`, `cloudwatch:shop`, …' }),
  state: Type.Enum(['running', 'paused', 'failing']),
  message: Type.String({ description: 'What it reads, or what keeps it and the way out' }),
  position: Type.Optional(Type.String({ description: "Where it stands, in the source's own words" })),
  lag_seconds: Type.Optional(
    Type.Number({ minimum: 0, description: 'Age of the oldest line known to wait outside' }),
  ),
  last_error: Type.Optional(Type.Object({ at: Type.String(), message: Type.String() })),
});
export type FeedState = Static<typeof FeedStatusSchema>;

export const SinkStatusSchema = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  message: Type.String({ description: 'Version, or why it is not well' }),
  lag_seconds: Type.Number({ minimum: 0, description: 'Age of the oldest batch it has not acknowledged' }),
  lag_batches: Type.Integer({ minimum: 0 }),
});

export const ModelStatusSchema = Type.Object({
  purposes: Type.Array(Type.Enum(['explain', 'classify'])),
  engine: Type.String({ description: '`gemini`, `gemini (generative-ai)` or `openai-compatible`' }),
  model: Type.String(),
  ok: Type.Optional(
    Type.Boolean({ description: 'Whether it answered when it was last tried; absent before' }),
  ),
  message: Type.String({ description: 'How it answered, or why it did not' }),
});

/** What became of templates in this run. */
export const LabellingStatusSchema = Type.Object({
  queue: Type.Integer({ minimum: 0, description: 'Templates that wait to be asked about' }),
  asked: Type.Integer({ minimum: 0, description: 'Templates that the model was asked about' }),
  answered: Type.Integer({ minimum: 0, description: 'Templates whose answer held' }),
  refused: Type.Integer({
    minimum: 0,
    description: 'Templates whose answer did not hold: asked again after days',
  }),
  message: Type.String({ description: 'What labelling does or waits for' }),
});

/** The language model. Absent = none is configured. */
export const LlmStatusSchema = Type.Object({
  models: Type.Array(ModelStatusSchema),
  budget: Type.Object(
    { minute: Type.Integer({ minimum: 0 }), day: Type.Integer({ minimum: 0 }) },
    { description: 'Calls that may still be made' },
  ),
  labelling: Type.Optional(LabellingStatusSchema),
});
export type LlmStatus = Static<typeof LlmStatusSchema>;

/** The state of the sidecar. A tenant's token gets only what is the tenant's or says how the stores are. */
export const StatusSchema = Type.Object({
  contract_version: Type.String({ description: 'Plugins compare the part before the dot' }),
  version: Type.String(),
  store: Type.Enum(['victoria', 'sqlite', 'memory']),
  started_at: Type.String(),
  uptime_seconds: Type.Integer({ minimum: 0 }),
  ready: Type.Boolean(),
  reasons: Type.Array(Type.String(), { description: 'Why not ready' }),
  pipeline: Type.Object({
    lag_seconds: Type.Number({ minimum: 0, description: 'Age of the oldest line not yet decided' }),
    lag_lines: Type.Integer({ minimum: 0 }),
  }),
  sinks: Type.Array(SinkStatusSchema),
  templates: Type.Integer({ minimum: 0 }),
  dead_letters: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
    description: 'Lines set aside, by reason',
  }),
  partitions: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Pairs of tenant and service in memory' }),
  ),
  journal: Type.Optional(
    Type.Object({ bytes: Type.Integer({ minimum: 0 }), limit_bytes: Type.Integer({ minimum: 0 }) }),
  ),
  sources: Type.Optional(Type.Array(SourceStatusSchema)),
  feeds: Type.Optional(Type.Array(FeedStatusSchema)),
  llm: Type.Optional(LlmStatusSchema),
});
export type Status = Static<typeof StatusSchema>;
