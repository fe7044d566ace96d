/**
 * In: what is to be explained. Out: an explanation in the contract's form. Lines are gathered by fixed queries of the caller's
 * tenant, then one engine answers from them: the model when there is one and it may be asked, else the rules. No action follows
 * from an answer, every claim cites what was gathered, and a failing model is a reason in the rules' answer, never an error.
 */
import { randomUUID } from 'node:crypto';
import type {
  Answer,
  EngineChoice,
  ExplainContext,
  ExplainFeedback,
  ExplainFeedbackReply,
  ExplainPartial,
  ExplainPreview,
  Explanation,
} from '@presage/contract';
import type { Asked } from './asked.ts';
import { gather } from './gather.ts';
import type { Gathered } from './line.ts';
import type { Grounded } from './model/grounded.ts';
import { classOf, confidenceOf } from './model/judgement.ts';
import { createModelEngine, previewOf, type ModelEngine, type ModelReply } from './model/model-engine.ts';
import type { ExplainParts } from './parts.ts';
import { answerByRules, type RulesAnswer } from './rules/rules-engine.ts';

export type { Asked, ForeignLine } from './asked.ts';
export type { ExplainParts, Judged } from './parts.ts';

export type ExplainNews =
  | { readonly event: 'context'; readonly data: ExplainContext }
  | { readonly event: 'partial'; readonly data: ExplainPartial };

export interface ExplainOptions {
  readonly engine: EngineChoice;
  /** Ask the model although it has answered before. */
  readonly refresh: boolean;
  /** BCP 47; undefined = as configured. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  /** Hears the context as soon as it is gathered, then the model's answer as it grows. */
  tell?(news: ExplainNews): void;
}

export interface Explainer {
  /** Rejects with `not_found` when there is no such line, `query_timeout` when gathering takes too long, and like the reader. */
  explain(tenant: string, asked: Asked, options: ExplainOptions): Promise<Explanation>;
  /** What would be sent to a model. Sends nothing. Rejects like `explain`. */
  preview(
    tenant: string,
    asked: Asked,
    options: Pick<ExplainOptions, 'language' | 'signal'>,
  ): Promise<ExplainPreview>;
  /** Durable when it returns. Throws `not_found`. */
  rate(tenant: string, id: string, feedback: ExplainFeedback, who: string): ExplainFeedbackReply;
}

/** Part of the rules' meaning: changes with them. */
const RULES_VERSION = 'r6';

export function createExplainer(parts: ExplainParts): Explainer {
  const engine = parts.model && createModelEngine(parts.model, parts.log, () => parts.clock());
  return {
    async explain(tenant, asked, options) {
      const start = performance.now();
      const gathered = await gather(parts, tenant, asked, options.signal);
      options.tell?.({ event: 'context', data: gathered.context });
      const rules = answerByRules(gathered);
      const reply = await answered(engine, { tenant, gathered, rules, options });
      const explanation =
        reply.by === 'model'
          ? byModel(reply, gathered, rules)
          : byRules(reply, gathered, rules, parts.clock());
      const name = reply.by === 'rules' ? 'rules' : reply.cached ? 'cached' : 'model';
      parts.meter.observe('presage_explain_seconds', { engine: name }, (performance.now() - start) / 1000);
      parts.book.keep(tenant, explanation, parts.clock());
      return explanation;
    },
    async preview(tenant, asked, { language, signal }) {
      const gathered = await gather(parts, tenant, asked, signal);
      return previewOf(parts.model, { gathered, rules: answerByRules(gathered), language });
    },
    rate(tenant, id, feedback, who) {
      const now = parts.clock();
      parts.book.rate(tenant, id, feedback, who, now);
      parts.meter.add('presage_explain_feedback_total', { thumbs: feedback.thumbs });
      return { id, thumbs: feedback.thumbs, recorded_at: new Date(now).toISOString() };
    },
  };
}

interface Asking {
  readonly tenant: string;
  readonly gathered: Gathered;
  readonly rules: RulesAnswer;
  readonly options: ExplainOptions;
}

type Reply = ModelReply | { readonly by: 'rules'; readonly reason: undefined };

async function answered(model: ModelEngine | undefined, asking: Asking): Promise<Reply> {
  const { options, ...rest } = asking;
  const { engine, refresh, language, signal } = options;
  if (model === undefined || engine === 'rules') return { by: 'rules', reason: undefined };
  const tell = (data: ExplainPartial): void => options.tell?.({ event: 'partial', data });
  return model.answer({ ...rest, engine, refresh, language, signal, tell });
}

function byRules(
  { reason }: Extract<Reply, { by: 'rules' }>,
  { context }: Gathered,
  { answer, confidence, classReason }: RulesAnswer,
  nowMs: number,
): Explanation {
  return {
    id: randomUUID(),
    ...answer,
    ...(classReason === undefined ? {} : { class_reason: classReason }),
    confidence,
    engine: {
      ...{ name: 'rules', model: '', prompt_version: RULES_VERSION },
      ...(reason === undefined ? {} : { reason }),
    },
    context,
    redacted: 0,
    cached: false,
    created_at: new Date(nowMs).toISOString(),
  };
}

function byModel(
  reply: Extract<ModelReply, { by: 'model' }>,
  gathered: Gathered,
  rules: RulesAnswer,
): Explanation {
  const { target, context, novelty } = gathered;
  const { logClass, reason } = classOf(target, rules.answer.log_class, reply.logClass);
  const seen = context.signals?.standing?.count ?? novelty?.recent ?? 0;
  const overruled = reason !== undefined;
  return {
    id: randomUUID(),
    ...reply.answer,
    related_event_ids: relatedOf(reply.answer, gathered, rules.answer),
    log_class: logClass,
    ...(reason === undefined ? {} : { class_reason: reason }),
    confidence: confidenceOf(target, reply.answer, rules.answer, { seen, overruled }),
    engine: reply.engine,
    context,
    redacted: reply.redacted,
    cached: reply.cached,
    ...(reply.answeredFor === undefined ? {} : { answered_for: reply.answeredFor }),
    created_at: new Date(reply.createdAt).toISOString(),
  };
}

const MOST_RELATED = 20;

/** The cited lines that are in the store, then those that the rules relate. */
function relatedOf(answer: Grounded, { target, lines }: Gathered, rules: Answer): string[] {
  const cited = new Set(answer.evidence.map(({ id }) => id));
  const own = lines.filter(({ id }) => cited.has(id)).map(({ eventId }) => eventId);
  const ids = new Set([...own, ...rules.related_event_ids]);
  return [...ids].filter((id) => id !== '' && id !== target.eventId).slice(0, MOST_RELATED);
}
