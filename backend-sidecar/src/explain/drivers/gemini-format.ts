import type { ModelRequest } from './driver.ts';
import { ModelError, errorOfStatus } from './model-error.ts';
import { systemWithSchema, type Chunk, type End } from './wire.ts';

export type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';

/** What both of Google's SDKs and the compatible servers need to know. */
export interface GeminiOptions {
  readonly model: string;
  readonly key: string;
  /** Without the API's version, for example `https://generativelanguage.googleapis.com`. */
  readonly baseUrl: string;
  readonly thinkingLevel: ThinkingLevel;
}

export const GEMINI_URL = 'https://generativelanguage.googleapis.com';

/** The SDK's default is `v1`, which knows neither thinking levels nor JSON Schema. */
export const API_VERSION = 'v1beta';

/** Shape 0 has everything, shape 1 no optional field. */
export const GEMINI_SHAPES = 2;

/** The generation config of a shape. No temperature: newer models warn against any but their own. */
export function generationConfig(request: ModelRequest, shape: number, thinkingLevel: ThinkingLevel) {
  const always = { maxOutputTokens: request.maxTokens, responseMimeType: 'application/json' };
  if (shape > 0) return always;
  return { ...always, responseJsonSchema: request.schema, thinkingConfig: { thinkingLevel } };
}

export function geminiSystem(request: ModelRequest, shape: number): string {
  return shape > 0 ? systemWithSchema(request) : request.system;
}

/** The part of a response that is read; the same of both SDKs. */
export interface GeminiResponse {
  /** An event of a stream may be an error. */
  readonly error?: { readonly code?: number };
  readonly candidates?: readonly {
    readonly content?: { readonly parts?: readonly { readonly text?: string; readonly thought?: boolean }[] };
    readonly finishReason?: string;
  }[];
  readonly promptFeedback?: { readonly blockReason?: string };
  readonly usageMetadata?: {
    readonly promptTokenCount?: number;
    readonly candidatesTokenCount?: number;
    readonly thoughtsTokenCount?: number;
  };
}

/** Thoughts are no text of the answer. */
export function chunkOf(response: GeminiResponse): Chunk {
  if (response.error !== undefined) throw errorOfStatus(response.error.code ?? 500, JSON.stringify(response));
  const candidate = response.candidates?.[0];
  const parts = candidate?.content?.parts ?? [];
  const text = parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join('');
  const blocked = response.promptFeedback?.blockReason;
  if (blocked !== undefined && candidate === undefined)
    throw new ModelError('blocked', `The vendor's filter stopped the prompt (${blocked}).`);
  return { text, end: endOf(candidate?.finishReason), usage: usageOf(response.usageMetadata) };
}

/** Whatever is neither STOP nor MAX_TOKENS is a filter: SAFETY, RECITATION, SPII, PROHIBITED_CONTENT, … */
function endOf(reason: string | undefined): End | undefined {
  if (reason === undefined || reason === '' || reason === 'FINISH_REASON_UNSPECIFIED') return undefined;
  if (reason === 'STOP') return { why: 'stop', word: reason };
  return { why: reason === 'MAX_TOKENS' ? 'length' : 'filtered', word: reason };
}

function usageOf(usage: GeminiResponse['usageMetadata']): Chunk['usage'] {
  if (usage === undefined) return undefined;
  return {
    inputTokens: usage.promptTokenCount ?? 0,
    outputTokens: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
  };
}

export async function* chunksOf(responses: AsyncIterable<unknown>): AsyncGenerator<Chunk> {
  // Neither SDK checks what came; every field read is optional.
  for await (const response of responses) yield chunkOf(response as GeminiResponse);
}

/** Both SDKs put the status of an answer beside the message that holds its body. */
export function hasStatus(thrown: unknown): thrown is Error & { readonly status: number } {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number';
}
