import type { ModelRequest } from './driver.ts';
import { eventData } from './event-stream.ts';
import { errorOfStatus } from './model-error.ts';
import { OPENAI_SHAPES, chatBody, chunkOfReply } from './openai-format.ts';
import type { Chunk, Wire } from './wire.ts';

export interface OpenAiOptions {
  readonly model: string;
  /** Local servers need none. */
  readonly key: string | undefined;
  /** Everything before `/chat/completions`; a path and a query of it are kept, nothing is added. */
  readonly baseUrl: string;
}

/** OpenAI, Ollama, vLLM, LM Studio, Google's compatible URL, and whatever else speaks chat completions, by fetch. */
export class OpenAiWire implements Wire {
  readonly name = 'openai-compatible';
  readonly shapes = OPENAI_SHAPES;
  readonly #url: URL;
  readonly #model: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ model, key, baseUrl }: OpenAiOptions) {
    this.#url = new URL(baseUrl);
    this.#url.pathname = `${this.#url.pathname.replace(/\/+$/, '')}/chat/completions`;
    this.#model = model;
    this.#headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
  }

  async send(request: ModelRequest, shape: number, signal: AbortSignal): Promise<Chunk> {
    const response = await this.#post(request, shape, signal, false);
    return chunkOfReply(JSON.parse(await response.text()));
  }

  async stream(request: ModelRequest, shape: number, signal: AbortSignal): Promise<AsyncIterable<Chunk>> {
    return chunksOf(await this.#post(request, shape, signal, true));
  }

  async #post(request: ModelRequest, shape: number, signal: AbortSignal, stream: boolean): Promise<Response> {
    const isOpenAi = this.#url.hostname.endsWith('openai.com');
    const body = JSON.stringify(chatBody(request, shape, { model: this.#model, isOpenAi, stream }));
    const response = await fetch(this.#url, { method: 'POST', headers: this.#headers, body, signal });
    if (response.ok) return response;
    throw errorOfStatus(response.status, await response.text(), response.headers.get('retry-after'));
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Chunk> {
  // A server that cannot stream answers in one piece.
  if (response.headers.get('content-type')?.includes('application/json') === true) {
    yield chunkOfReply(JSON.parse(await response.text()));
    return;
  }
  for await (const data of eventData(response.body ?? noBytes())) {
    if (data === '[DONE]') return;
    yield chunkOfReply(JSON.parse(data));
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // A response without a body has no events.
}
