import type { GenerateContentRequest, GenerativeModel } from '@google/generative-ai';
import type { ModelRequest } from './driver.ts';
import {
  API_VERSION,
  GEMINI_SHAPES,
  chunkOf,
  chunksOf,
  geminiSystem,
  generationConfig,
  hasStatus,
  type GeminiOptions,
} from './gemini-format.ts';
import { errorOfStatus } from './model-error.ts';
import type { Chunk, Wire } from './wire.ts';

/** Gemini by `@google/generative-ai`, the SDK before `@google/genai`; its vendor ended support on 31 August 2025. */
export class GenerativeAiWire implements Wire {
  readonly name = 'gemini (generative-ai)';
  readonly shapes = GEMINI_SHAPES;
  readonly #options: GeminiOptions;
  #model: Promise<GenerativeModel> | undefined;

  constructor(options: GeminiOptions) {
    this.#options = options;
  }

  async send(request: ModelRequest, shape: number, signal: AbortSignal): Promise<Chunk> {
    const model = await this.#opened();
    const { response } = await model.generateContent(this.#body(request, shape), { signal }).catch(told);
    return chunkOf(response);
  }

  async stream(request: ModelRequest, shape: number, signal: AbortSignal): Promise<AsyncIterable<Chunk>> {
    const model = await this.#opened();
    const result = await model.generateContentStream(this.#body(request, shape), { signal }).catch(told);
    // The SDK reads the stream a second time for this; when the stream breaks, both are rejected.
    result.response.catch(() => undefined);
    return chunksOf(result.stream);
  }

  #opened(): Promise<GenerativeModel> {
    this.#model ??= openModel(this.#options);
    return this.#model;
  }

  #body(request: ModelRequest, shape: number): GenerateContentRequest {
    return {
      systemInstruction: geminiSystem(request, shape),
      contents: [{ role: 'user', parts: [{ text: request.prompt }] }],
      // Keys that this SDK does not know are sent on as they are.
      generationConfig: generationConfig(request, shape, this.#options.thinkingLevel),
    };
  }
}

async function openModel({ key, baseUrl, model }: GeminiOptions): Promise<GenerativeModel> {
  const { GoogleGenerativeAI } = await import('@google/generative-ai');
  const options = { baseUrl: baseUrl.replace(/\/+$/, ''), apiVersion: API_VERSION };
  return new GoogleGenerativeAI(key).getGenerativeModel({ model }, options);
}

/** The message repeats the URL and the server's words, with the details of a delay as JSON. */
function told(thrown: unknown): never {
  throw hasStatus(thrown) ? errorOfStatus(thrown.status, wordsOf(thrown.message)) : thrown;
}

/** `[GoogleGenerativeAI Error]: Error fetching from <url>: [429 Too Many] <words>` → the words. */
function wordsOf(message: string): string {
  return /: \[\d{3} [^\]]{0,80}\] ?([\s\S]*)$/.exec(message)?.[1] ?? message;
}
