import type { TSchema } from 'typebox';
import { ClassifyReplySchema, ClassifyRequestSchema, RefusedLineSchema } from './classify.ts';
import {
  ExplainFeedbackReplySchema,
  ExplainFeedbackSchema,
  ExplainPartialSchema,
  ExplainPreviewSchema,
} from './explain-reply.ts';
import { SignalsSchema } from './explain-signals.ts';
import {
  AnswerSchema,
  EngineSchema,
  ExplainContextSchema,
  ExplainRequestSchema,
  ExplanationSchema,
} from './explanation.ts';
import { FieldsReplySchema, FieldValuesReplySchema } from './field-reply.ts';
import { JobSchema, JobsReplySchema } from './job.ts';
import { MarkerReplySchema, MarkerSchema } from './marker.ts';
import { FilterSchema, QueryRequestSchema, QuerySchema } from './query.ts';
import {
  ErrorReplySchema,
  FrameFieldSchema,
  FrameSchema,
  NoticeSchema,
  QueryErrorSchema,
  QueryReplySchema,
  QueryResultSchema,
} from './reply.ts';
import { InsertReplySchema, RecordSchema, RowSchema, TailDroppedSchema } from './row.ts';
import {
  HealthReplySchema,
  ReadyReplySchema,
  LabellingStatusSchema,
  LlmStatusSchema,
  ModelStatusSchema,
  SinkStatusSchema,
  SourceStatusSchema,
  FeedStatusSchema,
  StatusSchema,
} from './status.ts';
import { TemplateSlotSchema } from './template-slot.ts';
import {
  ClassifiedLineSchema,
  CorrectionReplySchema,
  CorrectionSchema,
  TemplateSchema,
  TemplatesReplySchema,
  TemplateVerdictSchema,
} from './template.ts';
import {
  CategorySchema,
  DeciderSchema,
  DetectorSchema,
  LogClassSchema,
  SeveritySchema,
} from './verdict-words.ts';

/** Every shape that crosses a boundary, by the name it has in `schema.json` and in OpenAPI. */
export const SCHEMAS = {
  LogClass: LogClassSchema,
  Severity: SeveritySchema,
  Category: CategorySchema,
  Decider: DeciderSchema,
  Detector: DetectorSchema,
  Record: RecordSchema,
  Row: RowSchema,
  TailDropped: TailDroppedSchema,
  InsertReply: InsertReplySchema,
  Filter: FilterSchema,
  Query: QuerySchema,
  QueryRequest: QueryRequestSchema,
  FrameField: FrameFieldSchema,
  Frame: FrameSchema,
  Notice: NoticeSchema,
  QueryError: QueryErrorSchema,
  QueryResult: QueryResultSchema,
  QueryReply: QueryReplySchema,
  ErrorReply: ErrorReplySchema,
  TemplateVerdict: TemplateVerdictSchema,
  TemplateSlot: TemplateSlotSchema,
  Template: TemplateSchema,
  TemplatesReply: TemplatesReplySchema,
  Correction: CorrectionSchema,
  CorrectionReply: CorrectionReplySchema,
  Marker: MarkerSchema,
  MarkerReply: MarkerReplySchema,
  ClassifiedLine: ClassifiedLineSchema,
  RefusedLine: RefusedLineSchema,
  ClassifyRequest: ClassifyRequestSchema,
  ClassifyReply: ClassifyReplySchema,
  ExplainRequest: ExplainRequestSchema,
  ExplainContext: ExplainContextSchema,
  Answer: AnswerSchema,
  Engine: EngineSchema,
  Signals: SignalsSchema,
  Explanation: ExplanationSchema,
  ExplainPartial: ExplainPartialSchema,
  ExplainPreview: ExplainPreviewSchema,
  ExplainFeedback: ExplainFeedbackSchema,
  ExplainFeedbackReply: ExplainFeedbackReplySchema,
  FieldsReply: FieldsReplySchema,
  FieldValuesReply: FieldValuesReplySchema,
  Job: JobSchema,
  JobsReply: JobsReplySchema,
  HealthReply: HealthReplySchema,
  ReadyReply: ReadyReplySchema,
  SourceStatus: SourceStatusSchema,
  FeedStatus: FeedStatusSchema,
  SinkStatus: SinkStatusSchema,
  ModelStatus: ModelStatusSchema,
  LabellingStatus: LabellingStatusSchema,
  LlmStatus: LlmStatusSchema,
  Status: StatusSchema,
} as const satisfies Readonly<Record<string, TSchema>>;
export type SchemaName = keyof typeof SCHEMAS;
