/** What one of the next requests meets. */
export type Trouble =
  /** Answers this text instead of the usual one. */
  | { readonly is: 'answer'; readonly text: string }
  /** 429 with a delay of 7 s in the dialect's own way. */
  | { readonly is: 'busy' }
  | { readonly is: 'broken' }
  | { readonly is: 'wrong key' }
  | { readonly is: 'unknown model' }
  /** A 200 that is a page of a proxy. */
  | { readonly is: 'page' }
  /** Takes the request and never answers. */
  | { readonly is: 'hang' }
  /** Sends the first piece and nothing more, with the connection open. */
  | { readonly is: 'stall' }
  /** Breaks the connection after the first piece. */
  | { readonly is: 'cut' }
  /** Ends the stream in order after the first piece, without a reason. */
  | { readonly is: 'short' }
  /** Sends an error as an event after the first piece. */
  | { readonly is: 'error event' }
  | { readonly is: 'blocked' }
  | { readonly is: 'blocked prompt' }
  /** All tokens went into thoughts. */
  | { readonly is: 'no text' }
  /** Stopped by the limit within the answer. */
  | { readonly is: 'too long' }
  /** The first piece comes only after `release()`. */
  | { readonly is: 'slow' };

type Kind = Trouble['is'];

/** How one vendor says what the fake server has to say. */
export interface Dialect {
  isStreamed(path: string, body: Record<string, unknown>): boolean;
  /** All that was sent as text. */
  textOf(body: Record<string, unknown>): string;
  whole(text: string, kind: Kind): unknown;
  /** The events of a stream; a text is sent as it is. */
  events(text: string, kind: Kind): readonly unknown[];
  error(status: number, message: string): FakeError;
  busy(): FakeError;
  /** Repeats the key, as some servers do. */
  wrongKey(key: string): FakeError;
}

export interface FakeError {
  readonly status: number;
  readonly headers?: object;
  readonly body: unknown;
}

/** In four, and not where words end. */
function pieces(text: string): string[] {
  const size = Math.max(1, Math.ceil(text.length / 4));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
}

/** The values of `text` and `content`, in order. */
function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'string' ? (key === 'text' || key === 'content' ? [inner] : []) : textsIn(inner),
  );
}

const usageMetadata = { promptTokenCount: 11, candidatesTokenCount: 5, thoughtsTokenCount: 2 };

function candidate(text: string, finishReason?: string) {
  const parts = [{ text: 'I think …', thought: true }, ...(text === '' ? [] : [{ text }])];
  return {
    candidates: [{ content: { role: 'model', parts }, ...(finishReason ? { finishReason } : {}) }],
    usageMetadata,
  };
}

function geminiError(status: number, message: string, details: readonly object[] = []): FakeError {
  return { status, body: { error: { code: status, message, status: 'FAKE', details } } };
}

const gemini: Dialect = {
  isStreamed: (path) => path.includes(':streamGenerateContent'),
  textOf: ({ systemInstruction, contents }) => textsIn([systemInstruction, contents]).join('\n'),
  whole: (text, kind) => {
    if (kind === 'blocked prompt')
      return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata };
    if (kind === 'blocked') return { candidates: [{ finishReason: 'SAFETY' }], usageMetadata };
    if (kind === 'no text') return candidate('', 'MAX_TOKENS');
    if (kind === 'too long') return candidate(text.slice(0, -3), 'MAX_TOKENS');
    return candidate(text, 'STOP');
  },
  events(text, kind) {
    const first = pieces(text).map((piece) => candidate(piece));
    if (kind === 'error event') return [first[0], geminiError(503, 'The model is overloaded.').body];
    if (kind === 'blocked') return [first[0], this.whole('', kind)];
    if (kind === 'blocked prompt' || kind === 'no text') return [this.whole('', kind)];
    if (kind === 'too long') return [...first.slice(0, -1), candidate('', 'MAX_TOKENS')];
    return [...first, candidate('', 'STOP')];
  },
  error: geminiError,
  busy: () =>
    geminiError(429, 'You exceeded your current quota.', [
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' },
    ]),
  wrongKey: (key) => geminiError(400, `API key not valid: ${key}. Please pass a valid API key.`),
};

const usage = { prompt_tokens: 11, completion_tokens: 7 };

function openAiError(status: number, message: string, headers: object = {}): FakeError {
  return { status, headers, body: { error: { message, type: 'fake', code: null } } };
}

function delta(content: string, finish: string | null = null) {
  return { choices: [{ index: 0, delta: content === '' ? {} : { content }, finish_reason: finish }] };
}

const openAi: Dialect = {
  isStreamed: (_, body) => body['stream'] === true,
  textOf: ({ messages }) => textsIn(messages).join('\n'),
  whole: (text, kind) => {
    const choice = (content: string | null, finish: string, more: object = {}) => ({
      choices: [{ index: 0, message: { role: 'assistant', content, ...more }, finish_reason: finish }],
      usage,
    });
    if (kind === 'blocked') return choice(null, 'content_filter');
    if (kind === 'blocked prompt') return choice(null, 'stop', { refusal: 'I cannot help with that.' });
    if (kind === 'no text') return choice('', 'length');
    if (kind === 'too long') return choice(text.slice(0, -3), 'length');
    return choice(text, 'stop');
  },
  events: (text, kind) => {
    const first = pieces(text).map((piece) => delta(piece));
    const last = [{ choices: [], usage }, '[DONE]'];
    if (kind === 'error event')
      return [first[0], { error: { message: 'The model is overloaded.', code: 503 } }];
    if (kind === 'blocked') return [first[0], delta('', 'content_filter'), ...last];
    if (kind === 'blocked prompt')
      return [{ choices: [{ delta: { refusal: 'I cannot help with that.' } }] }, ...last];
    if (kind === 'no text') return [delta('', 'length'), ...last];
    if (kind === 'too long') return [...first.slice(0, -1), delta('', 'length'), ...last];
    return [...first, delta('', 'stop'), ...last];
  },
  error: openAiError,
  busy: () => openAiError(429, 'Rate limit reached.', { 'retry-after': '7' }),
  wrongKey: (key) => openAiError(401, `Incorrect API key provided: ${key}.`),
};

export const DIALECTS = { gemini, openAi } as const;

export function dialectOf(path: string): Dialect | undefined {
  if (/^\/v1beta\/models\/[^/]+:(?:generateContent|streamGenerateContent)/.test(path)) return gemini;
  return path.includes('/chat/completions') ? openAi : undefined;
}
