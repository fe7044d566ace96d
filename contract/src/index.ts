export { CONTRACT_VERSION } from './version.ts';
export {
  CATEGORIES,
  CLASSES,
  DECIDERS,
  DETECTORS,
  SEVERITIES,
  CategorySchema,
  DeciderSchema,
  DetectorSchema,
  LogClassSchema,
  SeveritySchema,
  type Category,
  type Decider,
  type Detector,
  type LogClass,
  type Severity,
} from './verdict-words.ts';
export {
  DEFAULT_STREAM_FIELDS,
  FIELDS,
  LIMITS,
  RESERVED_NAMES,
  RESERVED_PREFIX,
  TEMPLATE_STREAM_FIELD,
  TEMPLATE_STREAM_VALUE,
  UNKNOWN_SERVICE,
  type FieldFact,
  type RowField,
} from './fields.ts';
export { COUNTER_FIELDS, JOINED_FIELDS, KIND_FIELDS, SCORE_FIELDS, TEMPLATE_FIELDS } from './asked-fields.ts';
export { packFields, type LineFields, type PackedFields } from './packed-fields.ts';
export type { MetricFact } from './metric-fact.ts';
export { METRICS, type MetricName } from './metrics.ts';
export { BUCKET_MS, SERIES, type SeriesName } from './series.ts';
export {
  DEAD_LETTER_REASONS,
  ERRORS,
  type DeadLetterReason,
  type ErrorCode,
  type ErrorFact,
} from './error-codes.ts';
export { SILENT_LOG, SILENT_METER, type Log, type Meter } from './instruments.ts';
export {
  FILTER_OPS,
  FilterListSchema,
  FilterSchema,
  QUERY_TYPES,
  QueryRequestSchema,
  QuerySchema,
  SCORE_SERIES,
  type Filter,
  type FilterOp,
  type Query,
  type QueryRequest,
} from './query.ts';
export {
  ErrorReplySchema,
  FrameFieldSchema,
  FrameSchema,
  NoticeSchema,
  QueryErrorSchema,
  QueryReplySchema,
  QueryResultSchema,
  type ErrorReply,
  type Frame,
  type FrameField,
  type Notice,
  type QueryReply,
  type QueryResult,
} from './reply.ts';
export {
  SLOT_TYPES,
  SLOT_UNITS,
  TemplateSlotSchema,
  type SlotType,
  type SlotUnit,
  type TemplateSlot,
} from './template-slot.ts';
export {
  ClassifiedLineSchema,
  CorrectionReplySchema,
  CorrectionSchema,
  TemplateSchema,
  TemplatesReplySchema,
  TemplateVerdictSchema,
  type ClassifiedLine,
  type Correction,
  type CorrectionReply,
  type Template,
  type TemplatesReply,
  type TemplateVerdict,
} from './template.ts';
export { checker, type Checked } from './checker.ts';
export {
  ClassifyReplySchema,
  ClassifyRequestSchema,
  RefusedLineSchema,
  type ClassifyReply,
  type ClassifyRequest,
  type RefusedLine,
} from './classify.ts';
export {
  ExplainFeedbackReplySchema,
  ExplainFeedbackSchema,
  ExplainPartialSchema,
  ExplainPreviewSchema,
  type ExplainFeedback,
  type ExplainFeedbackReply,
  type ExplainPartial,
  type ExplainPreview,
} from './explain-reply.ts';
export { SignalsSchema, type Runbook, type Signals } from './explain-signals.ts';
export {
  AnswerSchema,
  ENGINE_CHOICES,
  EngineSchema,
  ExplainContextSchema,
  ExplainRequestSchema,
  ExplanationSchema,
  ForeignLineSchema,
  RISKS,
  type Answer,
  type Engine,
  type EngineChoice,
  type ExplainContext,
  type ExplainRequest,
  type Explanation,
  type ForeignLine,
} from './explanation.ts';
export {
  FieldsReplySchema,
  FieldValuesReplySchema,
  type FieldsReply,
  type FieldValuesReply,
} from './field-reply.ts';
export { JobSchema, JobsReplySchema, type Job, type JobsReply } from './job.ts';
export { MarkerReplySchema, MarkerSchema, type Marker, type MarkerReply } from './marker.ts';
export { openApi } from './open-api.ts';
export { ROLES, ROUTES, type ParameterFact, type Role, type RouteFact, type RouteKey } from './routes.ts';
export {
  InsertReplySchema,
  RecordSchema,
  RowSchema,
  TailDroppedSchema,
  type InsertReply,
  type RecordLine,
  type Row,
  type TailDropped,
} from './row.ts';
export { SCHEMAS, type SchemaName } from './schemas.ts';
export { jsonSchema } from './json-schema.ts';
export {
  HealthReplySchema,
  ReadyReplySchema,
  LabellingStatusSchema,
  LlmStatusSchema,
  ModelStatusSchema,
  SinkStatusSchema,
  SourceStatusSchema,
  FeedStatusSchema,
  StatusSchema,
  type ReadyReply,
  type FeedState,
  type LlmStatus,
  type Status,
} from './status.ts';
