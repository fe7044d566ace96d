/**
 * In: what was gathered, and what the rules say of it. Out: the model's answer, or a sentence why there is none and the rules
 * answer. An answer is paid for once: kept by its situation, shared by all who ask for it at the same time, within the budget.
 * Nothing leaves but through Outgoing; nothing that a model said is passed on but through Ground; no failure here is an error.
 */
import type { Engine, EngineChoice, ExplainPartial, ExplainPreview, Log, LogClass } from '@presage/contract';
import { messageOf } from '../../errors.ts';
import { answerKey } from '../answer-cache.ts';
import type { Gathered } from '../line.ts';
import type { ModelParts } from '../model-parts.ts';
import type { RulesAnswer } from '../rules/rules-engine.ts';
import { askModel, Declined } from './ask.ts';
import { Flights } from './flights.ts';
import type { Grounded } from './grounded.ts';
import { keptAnswer, readKept, recalled, type KeptAnswer } from './kept-answer.ts';
import { inWords } from './language.ts';
import { promptOf, type Prompt } from './prompt.ts';
import { situationOf } from './situation.ts';
import { PROMPT_VERSION, SYSTEM_PROMPT } from './system-prompt.ts';

export interface Question {
  readonly tenant: string;
  readonly gathered: Gathered;
  readonly rules: RulesAnswer;
  readonly engine: Exclude<EngineChoice, 'rules'>;
  readonly refresh: boolean;
  /** BCP 47; undefined = as configured. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  tell(partial: ExplainPartial): void;
}

export type ModelReply =
  | {
      readonly by: 'model';
      readonly engine: Engine;
      readonly answer: Grounded;
      readonly logClass: LogClass;
      readonly redacted: number;
      readonly cached: boolean;
      readonly createdAt: number;
      /** Event id of the line it was given for, when that was another of the same kind. */
      readonly answeredFor: string | undefined;
    }
  | { readonly by: 'rules'; readonly reason: string };

export interface ModelEngine {
  /** Rejects only with the signal's reason. */
  answer(question: Question): Promise<ModelReply>;
}

interface Landed {
  readonly kept: KeptAnswer;
  readonly createdAt: number;
}

/** @param clock ms since 1970 */
export function createModelEngine(parts: ModelParts, log: Log, clock: () => number): ModelEngine {
  return new KeepingEngine(parts, log, clock);
}

/** What waits for a flight hears of it; the ids of a partial mean something only among the same lines. */
interface News {
  readonly lines: string;
  readonly partial: ExplainPartial;
}

class KeepingEngine implements ModelEngine {
  readonly #parts: ModelParts;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #flights = new Flights<Landed, News>();
  readonly #engine: Engine;

  constructor(parts: ModelParts, log: Log, clock: () => number) {
    this.#parts = parts;
    this.#log = log;
    this.#clock = clock;
    const { name, model } = parts.explain;
    this.#engine = { name, model, prompt_version: PROMPT_VERSION };
  }

  async answer(question: Question): Promise<ModelReply> {
    const prompt = promptFor(this.#parts, question);
    const key = keyOf(this.#parts, question);
    const before = question.refresh ? undefined : keptUnder(this.#parts, key);
    const earlier = before && replyOf(this.#engine, before, question, prompt, true);
    if (earlier !== undefined) return earlier;
    if (question.engine === 'cached') {
      const reason = `No earlier answer of ${this.#engine.model} fits; it has not been asked.`;
      return { by: 'rules', reason };
    }
    try {
      const landed = await this.#fly(question, prompt, key);
      return (
        replyOf(this.#engine, landed, question, prompt, false) ?? {
          by: 'rules',
          reason: 'The answer rests on lines that are not among these; ask again.',
        }
      );
    } catch (thrown) {
      question.signal.throwIfAborted();
      return { by: 'rules', reason: this.#reasonOf(thrown) };
    }
  }

  #reasonOf(thrown: unknown): string {
    if (thrown instanceof Declined) return thrown.message;
    this.#log.error('the model engine failed', { reason: messageOf(thrown) });
    return 'Asking the model failed; the log of the sidecar has the details.';
  }

  #fly(question: Question, prompt: Prompt, key: string): Promise<Landed> {
    const { tenant, gathered, signal } = question;
    const lines = gathered.lines.map(({ id, eventId }) => `${id} ${eventId}`).join();
    const hear = (news: News): void => {
      if (news.lines === lines) question.tell(news.partial);
    };
    const start = async (ending: AbortSignal, tell: (news: News) => void): Promise<Landed> => {
      const asking = {
        ...{ tenant, prompt, elapsed: () => performance.now() },
        tell: (answer: ExplainPartial['answer']) =>
          tell({ lines, partial: { engine: this.#engine, answer } }),
      };
      const said = await askModel(this.#parts, asking, ending);
      const kept = keptAnswer(said.answer, said.logClass, gathered);
      const createdAt = this.#clock();
      this.#parts.answers.put(key, JSON.stringify(kept), createdAt);
      return { kept, createdAt };
    };
    return this.#flights.join(key, start, { signal, hear });
  }
}

function promptFor({ redact, language }: PromptParts, question: PromptQuestion): Prompt {
  const cited = new Set(question.rules.answer.evidence.map(({ id }) => id));
  return promptOf(question.gathered, {
    redact,
    language: inWords(question.language) ?? language,
    cited,
  });
}

type PromptParts = Pick<ModelParts, 'redact' | 'language'>;
type PromptQuestion = Pick<Question, 'gathered' | 'rules' | 'language'>;

const KEYLESS: PromptParts = { redact: { ips: false, hosts: false }, language: 'English' };
const RULES = { name: 'rules', model: '' };

/** What would be sent; `parts` undefined = no model is configured. */
export function previewOf(parts: ModelParts | undefined, question: PromptQuestion): ExplainPreview {
  const prompt = promptFor(parts ?? KEYLESS, question);
  const { name, model } = parts?.explain ?? RULES;
  return {
    engine: { name, model, prompt_version: PROMPT_VERSION },
    configured: parts !== undefined,
    note:
      parts === undefined
        ? 'No model is configured: nothing leaves this machine. This is what would be sent.'
        : `This is what is sent to ${model} (${name}). The number of the fence is drawn anew each time.`,
    system: SYSTEM_PROMPT,
    prompt: prompt.text,
    lines: prompt.lines,
    redacted: prompt.outgoing.hidden,
  };
}

function keyOf(parts: ModelParts, { tenant, gathered, rules, language }: Question): string {
  const { target } = gathered;
  return answerKey({
    purpose: 'explain',
    tenant,
    template: target.templateId === '' ? target.message : target.templateId,
    signature: situationOf(gathered, rules.answer),
    promptVersion: PROMPT_VERSION,
    model: parts.explain.model,
    language: inWords(language) ?? parts.language,
    redact: parts.redact,
  });
}

function keptUnder({ answers }: ModelParts, key: string): Landed | undefined {
  const found = answers.get(key);
  const kept = found && readKept(found.value);
  return kept && { kept, createdAt: found.createdAt };
}

function replyOf(
  engine: Engine,
  { kept, createdAt }: Landed,
  { gathered }: Question,
  { outgoing }: Prompt,
  cached: boolean,
): ModelReply | undefined {
  const answer = recalled(kept, gathered);
  if (answer === undefined) return undefined;
  const isOther = kept.eventId !== '' && kept.eventId !== gathered.target.eventId;
  return {
    by: 'model',
    engine,
    answer,
    logClass: kept.logClass,
    redacted: outgoing.hidden,
    cached,
    createdAt,
    answeredFor: isOther ? kept.eventId : undefined,
  };
}
