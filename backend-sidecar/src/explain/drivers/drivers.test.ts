import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Checked } from '@presage/contract';
import type { ModelDriver, ModelPiece, ModelRequest } from './driver.ts';
import type { Trouble } from './fake-dialects.ts';
import { startFakeModels, type FakeModels } from './fake-models.ts';
import type { Fault, ModelError } from './model-error.ts';
import { DRIVER_KINDS, openDriver, type DriverKind } from './open-driver.ts';

interface Verdict {
  readonly evidence: readonly string[];
  readonly class: string;
}

const USUAL = JSON.stringify({ evidence: ['L1', 'L7'], class: 'incident — „ü“' });
const KEY = 'any-key-is-taken';

const REQUEST: ModelRequest<Verdict> = {
  system: 'You judge logs.',
  prompt: 'L1: disk full',
  schema: {
    type: 'object',
    properties: { evidence: { type: 'array', items: { type: 'string' } }, class: { type: 'string' } },
    required: ['evidence', 'class'],
  },
  check: (value): Checked<Verdict> =>
    typeof value === 'object' && value !== null && 'class' in value
      ? { ok: true, value: value as Verdict }
      : { ok: false, message: 'the body lacks "class"' },
  maxTokens: 512,
};

let server: FakeModels;
beforeEach(async () => {
  server = await startFakeModels(USUAL);
});
afterEach(() => server.close());

describe.each(DRIVER_KINDS)('%s', (kind) => {
  const asked = new AbortController().signal;

  function open(waits: { firstMs?: number; idleMs?: number; totalMs?: number } = {}): ModelDriver {
    const baseUrl = kind === 'openai-compatible' ? `${server.url}/v1beta/openai/` : server.url;
    return openDriver({ kind, model: 'model-1', key: KEY, baseUrl, waits });
  }

  async function streamed(driver = open(), signal = asked) {
    const pieces: ModelPiece<Verdict>[] = [];
    for await (const piece of driver.explain(REQUEST, signal)) pieces.push(piece);
    return pieces;
  }

  const ways: readonly [string, (driver?: ModelDriver) => Promise<unknown>][] = [
    ['classify', (driver = open()) => driver.classify(REQUEST, asked)],
    ['explain', (driver = open()) => streamed(driver)],
  ];

  async function errorOf(call: Promise<unknown>): Promise<ModelError> {
    return call.then(
      () => Promise.reject(new Error('an answer came')),
      (thrown: unknown) => thrown as ModelError,
    );
  }

  test('a whole answer comes back read, with its text and tokens', async () => {
    const answer = await open().classify(REQUEST, asked);
    expect(answer).toEqual({
      value: JSON.parse(USUAL) as unknown,
      text: USUAL,
      usage: { inputTokens: 11, outputTokens: 7 },
    });
  });

  test('a streamed answer comes in pieces, and whole as the last one', async () => {
    const pieces = await streamed();
    const texts = pieces.map((piece) => (piece.type === 'text' ? piece.text : ''));
    expect(texts.filter((text) => text !== '').length).toBeGreaterThan(1);
    expect(texts.join('')).toBe(USUAL);
    expect(pieces.at(-1)).toEqual({
      type: 'answer',
      value: JSON.parse(USUAL) as unknown,
      text: USUAL,
      usage: { inputTokens: 11, outputTokens: 7 },
    });
  });

  test('the prompts, the schema, the limit and the key are sent; a temperature and a thinking budget are not', async () => {
    await streamed();
    const sent = JSON.stringify(server.seen[0]);
    for (const part of [
      'You judge logs.',
      'L1: disk full',
      '"required":["evidence","class"]',
      '512',
      KEY,
      'model-1',
    ])
      expect(sent).toContain(part);
    expect(sent).not.toMatch(/temperature|thinkingBudget|topP/i);
    expect(server.seen[0]?.path).not.toContain(KEY);
  });

  const cases: readonly [Trouble, Fault, Partial<ModelError>][] = [
    [{ is: 'busy' }, 'busy', { retryable: true, retryAfter: 7, status: 429 }],
    [{ is: 'broken' }, 'failed', { retryable: true, status: 500 }],
    [{ is: 'wrong key' }, 'refused', { retryable: false }],
    [{ is: 'unknown model' }, 'refused', { retryable: false, status: 404 }],
    [{ is: 'cut' }, 'cut', { retryable: true }],
    [{ is: 'blocked' }, 'blocked', { retryable: false }],
    [{ is: 'blocked prompt' }, 'blocked', { retryable: false }],
    [{ is: 'no text' }, 'empty', { retryable: false }],
    [{ is: 'too long' }, 'invalid', { retryable: false }],
    [{ is: 'answer', text: 'The disk is full.' }, 'invalid', { text: 'The disk is full.' }],
    [{ is: 'answer', text: '{"evidence":[]}' }, 'invalid', { text: '{"evidence":[]}' }],
  ];

  describe.each(ways)('%s', (_, ask) => {
    test.each(cases)('%j is told as %s, after one request', async (trouble, fault, more) => {
      server.meet(trouble);
      const error = await errorOf(ask());
      expect(error).toMatchObject({ name: 'ModelError', ...more });
      expect(error.fault).toBe(fault);
      expect(error.stack).not.toContain(KEY);
      expect(server.seen).toHaveLength(1);
    });

    test('a page of a proxy is no answer', async () => {
      server.meet({ is: 'page' });
      expect(['failed', 'cut']).toContain((await errorOf(ask())).fault);
    });

    test('a server that takes the request and is silent is given up after the wait', async () => {
      server.meet({ is: 'hang' });
      const error = await errorOf(ask(open({ firstMs: 60, totalMs: 60 })));
      expect(error).toMatchObject({ fault: 'timeout', retryable: true });
      await server.left;
    });

    test('a server that is not there is unreachable', async () => {
      const driver = openDriver({ kind, model: 'm', key: KEY, baseUrl: 'http://127.0.0.1:1' });
      expect(await errorOf(ask(driver))).toMatchObject({ fault: 'unreachable', retryable: true });
    });

    test('a server that knows no optional field is asked once more without them, and at once from then on', async () => {
      server.refuse((body) => /responseJsonSchema|thinkingConfig|json_schema/.test(JSON.stringify(body)));
      const driver = open();
      await ask(driver);
      expect(server.seen).toHaveLength(2);
      expect(JSON.stringify(server.seen[1]?.body)).toContain('It must fit this JSON Schema');
      await ask(driver);
      expect(server.seen).toHaveLength(3);
    });

    test('an answer in a fence or after thoughts is read', async () => {
      server.meet({ is: 'answer', text: `<think>{"class"?</think>Here:\n\`\`\`json\n${USUAL}\n\`\`\`` });
      await expect(ask()).resolves.toBeDefined();
    });
  });

  test('a stream that ends in order without a reason is cut', async () => {
    server.meet({ is: 'short' });
    expect(await errorOf(streamed())).toMatchObject({ fault: 'cut', retryable: true });
  });

  test('an error among the events is told with its status', async () => {
    server.meet({ is: 'error event' });
    expect(await errorOf(streamed())).toMatchObject({ fault: 'failed', status: 503, retryable: true });
  });

  test('a stream that stalls is given up after the idle wait, and the connection let go', async () => {
    server.meet({ is: 'stall' });
    const error = await errorOf(streamed(open({ idleMs: 60 })));
    expect(error).toMatchObject({ fault: 'timeout', retryable: true });
    await server.left;
  });

  test('a slow first piece is waited for, up to its own wait', async () => {
    server.meet({ is: 'slow' }, { is: 'slow' });
    const pieces = streamed(open({ firstMs: 20_000 }));
    await server.arrived;
    const error = await errorOf(streamed(open({ firstMs: 60, idleMs: 20_000 })));
    expect(error).toMatchObject({ fault: 'timeout', retryable: true });
    server.release();
    expect((await pieces).at(-1)).toMatchObject({ type: 'answer', text: USUAL });
  });

  test("the caller's abort ends the call with its own reason, before and within the stream", async () => {
    const gone = new Error('the panel was closed');
    await expect(open().classify(REQUEST, AbortSignal.abort(gone))).rejects.toBe(gone);
    server.meet({ is: 'stall' });
    const caller = new AbortController();
    const reading = (async () => {
      for await (const piece of open().explain(REQUEST, caller.signal))
        if (piece.type === 'text') caller.abort(gone);
    })();
    await expect(reading).rejects.toBe(gone);
    await server.left;
  });

  test('leaving the loop early lets the connection go', async () => {
    server.meet({ is: 'stall' });
    for await (const piece of open().explain(REQUEST, asked)) {
      expect(piece.type).toBe('text');
      break;
    }
    await server.left;
  });

  test('health is a real call that says what it met', async () => {
    server.meet({ is: 'answer', text: '{"ok":true}' }, { is: 'wrong key' }, { is: 'hang' });
    const driver = open({ totalMs: 500 });
    expect(await driver.health(asked)).toMatchObject({ ok: true, message: 'model-1 answers.' });
    expect(await driver.health(asked)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/API key.*Check the key/),
    });
    expect(await driver.health(asked)).toMatchObject({
      ok: false,
      message: expect.stringContaining('did not answer within'),
    });
  });
});

describe('what only one kind has', () => {
  const asked = new AbortController().signal;
  const ask = (kind: DriverKind, baseUrl: string, key?: string) =>
    openDriver({ kind, model: 'model-1', baseUrl, ...(key === undefined ? {} : { key }) }).classify(
      REQUEST,
      asked,
    );

  test.each(['genai', 'generative-ai'] as const)('%s asks v1beta with a thinking level', async (kind) => {
    await ask(kind, server.url, KEY);
    expect(server.seen[0]?.path).toBe('/v1beta/models/model-1:generateContent');
    expect(server.seen[0]?.headers['x-goog-api-key']).toBe(KEY);
    expect(server.seen[0]?.body['generationConfig']).toEqual({
      maxOutputTokens: 512,
      responseMimeType: 'application/json',
      responseJsonSchema: REQUEST.schema,
      thinkingConfig: { thinkingLevel: 'LOW' },
    });
  });

  test('openai-compatible adds nothing to the base URL but the call, keeps its query, and needs no key', async () => {
    await ask('openai-compatible', `${server.url}/deployments/x?api-version=1`);
    expect(server.seen[0]?.path).toBe('/deployments/x/chat/completions?api-version=1');
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('a kind without the key or base URL that it needs is refused when it is opened', () => {
    expect(() => openDriver({ kind: 'genai', model: 'm' })).toThrow('without a key');
    expect(() => openDriver({ kind: 'openai-compatible', model: 'm' })).toThrow('without a base URL');
  });

  test('openai-compatible goes from json_schema to json_object to text', async () => {
    server.refuse((body) => 'response_format' in body);
    await ask('openai-compatible', server.url);
    const formats = server.seen.map(
      ({ body }) => (body['response_format'] as { type: string } | undefined)?.type,
    );
    expect(formats).toEqual(['json_schema', 'json_object', undefined]);
  });
});
