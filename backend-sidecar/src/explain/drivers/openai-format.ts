import type { ModelRequest } from './driver.ts';
import { ModelError, errorOfStatus } from './model-error.ts';
import { systemWithSchema, type Chunk, type End } from './wire.ts';

/** Shapes from full to plain: `json_schema`, `json_object`, text. */
export const OPENAI_SHAPES = 3;

/** The body of a chat completion. OpenAI's own newer models refuse `max_tokens`, all other servers know it. */
export function chatBody(
  request: ModelRequest,
  shape: number,
  to: { model: string; isOpenAi: boolean; stream: boolean },
) {
  return {
    model: to.model,
    messages: [
      { role: 'system', content: shape === 0 ? request.system : systemWithSchema(request) },
      { role: 'user', content: request.prompt },
    ],
    [to.isOpenAi ? 'max_completion_tokens' : 'max_tokens']: request.maxTokens,
    ...(to.stream ? { stream: true } : {}),
    ...(to.stream && shape === 0 ? { stream_options: { include_usage: true } } : {}),
    ...responseFormat(request, shape),
  };
}

function responseFormat(request: ModelRequest, shape: number): object {
  if (shape === 0)
    return {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: request.schema } },
    };
  return shape === 1 ? { response_format: { type: 'json_object' } } : {};
}

interface Message {
  readonly content?: string | null;
  readonly refusal?: string | null;
}

/** The part of a reply, or of an event of the stream, that is read. */
interface Reply {
  readonly choices?: readonly {
    readonly message?: Message;
    readonly delta?: Message;
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
  readonly error?: { readonly code?: unknown; readonly status?: unknown } | string | null;
}

/** @throws ModelError for an error among the events, `blocked` for a refusal */
export function chunkOfReply(parsed: unknown): Chunk {
  // Servers differ in what they leave out; every field read is optional.
  const reply = (parsed ?? {}) as Reply;
  if (reply.error) throw errorOfStatus(statusOf(reply.error), JSON.stringify(reply));
  const choice = reply.choices?.[0];
  const message = choice?.delta ?? choice?.message;
  if (message?.refusal) throw new ModelError('blocked', 'The model refused to answer.');
  return { text: message?.content ?? '', end: endOf(choice?.finish_reason), usage: usageOf(reply.usage) };
}

function statusOf(error: NonNullable<Reply['error']>): number {
  const code = typeof error === 'string' ? undefined : Number(error.code ?? error.status);
  return code !== undefined && code >= 400 && code < 600 ? code : 500;
}

function endOf(reason: string | null | undefined): End | undefined {
  if (!reason) return undefined;
  if (reason === 'content_filter') return { why: 'filtered', word: reason };
  return { why: reason === 'length' ? 'length' : 'stop', word: reason };
}

function usageOf(usage: Reply['usage']): Chunk['usage'] {
  if (!usage) return undefined;
  return { inputTokens: usage.prompt_tokens ?? 0, outputTokens: usage.completion_tokens ?? 0 };
}
