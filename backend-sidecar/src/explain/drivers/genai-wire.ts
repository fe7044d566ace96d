import type { GenerateContentParameters, GoogleGenAI } from '@google/genai';
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

/** Gemini by `@google/genai`. The SDK is loaded by the first call: a start without a key does not pay for it. */
export class GenaiWire implements Wire {
  readonly name = 'gemini';
  readonly shapes = GEMINI_SHAPES;
  readonly #options: GeminiOptions;
  #client: Promise<GoogleGenAI> | undefined;

  constructor(options: GeminiOptions) {
    this.#options = options;
  }

  async send(request: ModelRequest, shape: number, signal: AbortSignal): Promise<Chunk> {
    const { models } = await this.#opened();
    const response = await models.generateContent(this.#parameters(request, shape, signal)).catch(told);
    return chunkOf(response);
  }

  async stream(request: ModelRequest, shape: number, signal: AbortSignal): Promise<AsyncIterable<Chunk>> {
    const { models } = await this.#opened();
    const responses = await models
      .generateContentStream(this.#parameters(request, shape, signal))
      .catch(told);
    return toldChunks(chunksOf(responses));
  }

  #opened(): Promise<GoogleGenAI> {
    this.#client ??= openClient(this.#options);
    return this.#client;
  }

  #parameters(request: ModelRequest, shape: number, abortSignal: AbortSignal): GenerateContentParameters {
    const config = {
      ...generationConfig(request, shape, this.#options.thinkingLevel),
      systemInstruction: geminiSystem(request, shape),
      abortSignal,
    };
    // The SDK's enum of thinking levels is nominal; its values are these words.
    return { model: this.#options.model, contents: request.prompt, config } as GenerateContentParameters;
  }
}

/** Everything is said outright, so that no variable of the environment (`GOOGLE_*`) can turn the client elsewhere. */
async function openClient({ key, baseUrl }: GeminiOptions): Promise<GoogleGenAI> {
  const { GoogleGenAI } = await import('@google/genai');
  return new GoogleGenAI({
    apiKey: key,
    enterprise: false,
    apiVersion: API_VERSION,
    httpOptions: { baseUrl, apiVersion: API_VERSION, fetch: globalThis.fetch },
  });
}

/** An `ApiError`'s message is the body of the answer. */
function told(thrown: unknown): never {
  throw hasStatus(thrown) ? errorOfStatus(thrown.status, thrown.message) : thrown;
}

/** An error can also come as an event of the stream. */
async function* toldChunks(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  try {
    yield* chunks;
  } catch (thrown) {
    told(thrown);
  }
}
