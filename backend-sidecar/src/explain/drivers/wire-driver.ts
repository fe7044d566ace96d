import { messageOf } from '../../errors.ts';
import type {
  ModelAnswer,
  ModelDriver,
  ModelHealth,
  ModelPiece,
  ModelRequest,
  ModelUsage,
} from './driver.ts';
import { HEALTH_REQUEST } from './health-request.ts';
import { ModelError, errorOfThrown } from './model-error.ts';
import { Patience, type Waits } from './patience.ts';
import { MAX_ANSWER, readAnswer } from './read-answer.ts';
import type { Chunk, End, Wire } from './wire.ts';

/** A driver over any wire: the waits, the shapes that a server refuses, and the check of the answer are the same for all. */
export class WireDriver implements ModelDriver {
  readonly name: string;
  readonly model: string;
  readonly #wire: Wire;
  readonly #waits: Waits;
  readonly #key: string | undefined;
  /** The fullest shape that this server is known to take. */
  #shape = 0;

  /** @param key never told, though a server may repeat it in an error */
  constructor(wire: Wire, model: string, waits: Waits, key?: string) {
    this.#key = key;
    this.name = wire.name;
    this.model = model;
    this.#wire = wire;
    this.#waits = waits;
  }

  async classify<Answer>(request: ModelRequest<Answer>, signal: AbortSignal): Promise<ModelAnswer<Answer>> {
    const patience = new Patience(signal, this.#waits);
    try {
      const { text, end, usage } = await this.#open(patience, this.#waits.totalMs, (shape) =>
        this.#wire.send(request, shape, patience.signal),
      );
      return readAnswer(request, text, end, usage);
    } finally {
      patience.end();
    }
  }

  async *explain<Answer>(
    request: ModelRequest<Answer>,
    signal: AbortSignal,
  ): AsyncGenerator<ModelPiece<Answer>> {
    const patience = new Patience(signal, this.#waits);
    let text = '';
    let end: End | undefined;
    let usage: ModelUsage | undefined;
    try {
      for await (const chunk of this.#chunks(request, patience)) {
        text += chunk.text;
        end = chunk.end ?? end;
        usage = chunk.usage ?? usage;
        if (chunk.text !== '') yield { type: 'text', text: chunk.text };
        assertBounded(text);
      }
      yield { type: 'answer', ...readAnswer(request, text, end, usage) };
    } finally {
      patience.end();
    }
  }

  async health(signal: AbortSignal): Promise<ModelHealth> {
    const start = performance.now();
    const done = (ok: boolean, message: string): ModelHealth => ({
      ok,
      message,
      millis: Math.round(performance.now() - start),
    });
    try {
      await this.classify(HEALTH_REQUEST, signal);
      return done(true, `${this.model} answers.`);
    } catch (thrown) {
      signal.throwIfAborted();
      return done(false, messageOf(thrown));
    }
  }

  async *#chunks(request: ModelRequest, patience: Patience): AsyncGenerator<Chunk> {
    const { firstMs, idleMs } = this.#waits;
    const stream = await this.#open(patience, firstMs, (shape) =>
      this.#wire.stream(request, shape, patience.signal),
    );
    const chunks = stream[Symbol.asyncIterator]();
    for (let waitMs = firstMs; ;) {
      const next = await patience.wait(chunks.next(), waitMs).catch((thrown: unknown) => {
        throw this.#ownError(thrown, patience, 'reading');
      });
      if (next.done === true) return;
      if (next.value.text !== '') waitMs = idleMs;
      yield next.value;
    }
  }

  /** Opens a call in the fullest shape that the server takes. A 400 may mean that it does not know a field. */
  async #open<T>(patience: Patience, ms: number, call: (shape: number) => Promise<T>): Promise<T> {
    for (let shape = this.#shape; ; shape += 1) {
      try {
        const opened = await patience.wait(call(shape), ms);
        this.#shape = shape;
        return opened;
      } catch (thrown) {
        if (!isShapeRefused(thrown) || shape + 1 >= this.#wire.shapes)
          throw this.#ownError(thrown, patience, 'opening');
      }
    }
  }

  /** The caller's abort passes as it is. */
  #ownError(thrown: unknown, patience: Patience, during: 'opening' | 'reading'): unknown {
    if (patience.signal.aborted) return patience.signal.reason;
    const error = errorOfThrown(thrown, during);
    // A new error, since the stack repeats the message. What is shorter than any key is a word.
    if (this.#key === undefined || this.#key.length < 8 || !error.message.includes(this.#key)) return error;
    return new ModelError(error.fault, error.message.replaceAll(this.#key, '<secret>'), error);
  }
}

/** Google answers 400 to a wrong key as well: that is no matter of fields. */
function isShapeRefused(thrown: unknown): boolean {
  if (!(thrown instanceof ModelError)) return false;
  return (thrown.status === 400 || thrown.status === 422) && !/api.?key/i.test(thrown.message);
}

function assertBounded(text: string): void {
  if (text.length > MAX_ANSWER)
    throw new ModelError('invalid', `The answer is longer than ${MAX_ANSWER} characters.`, {
      text: text.slice(0, MAX_ANSWER),
    });
}
