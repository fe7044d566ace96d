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
  type FieldFact,
  type RowField,
} from './fields.ts';
export { BUCKET_MS, METRICS, SERIES, type MetricFact, type MetricName, type SeriesName } from './metrics.ts';
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
  FilterSchema,
  QUERY_TYPES,
  QueryRequestSchema,
  QuerySchema,
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
  ClassifiedLineSchema,
  CorrectionSchema,
  TemplateSchema,
  TemplatesReplySchema,
  TemplateVerdictSchema,
  type ClassifiedLine,
  type Correction,
  type Template,
  type TemplateVerdict,
} from './template.ts';
