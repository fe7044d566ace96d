import { TextDecoder, TextEncoder } from 'util';
import type { Poster } from './explain-stream';

/** What a browser has and jsdom has not. */
Object.assign(globalThis, { TextDecoder, TextEncoder });

export interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly signal: AbortSignal;
}

/** A datasource whose answers are written by hand. Each question gets a stream of its own. */
export class ScriptedPoster implements Poster {
  readonly asked: Asked[] = [];
  readonly #streams: ScriptedStream[] = [];

  /** Of the question that was asked last. */
  get stream(): ScriptedStream {
    const stream = this.#streams.at(-1);
    if (stream === undefined) throw new Error('Nothing was asked.');
    return stream;
  }

  post(path: string, body: unknown, { signal }: { signal: AbortSignal }): Promise<Response> {
    this.asked.push({ path, body: body as Record<string, unknown>, signal });
    const stream = new ScriptedStream(signal);
    this.#streams.push(stream);
    return stream.opened;
  }
}

type Piece = { done: boolean; value: Uint8Array | undefined };

export class ScriptedStream {
  readonly opened: Promise<Response>;
  readonly #pieces: Piece[] = [];
  #waiting: { resolve: (piece: Piece) => void; reject: (thrown: unknown) => void } | undefined;
  #open: (response: Response) => void = () => undefined;
  #fail: (thrown: unknown) => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.opened = new Promise<Response>((resolve, reject) => {
      this.#open = resolve;
      this.#fail = reject;
    });
    signal.addEventListener('abort', () => {
      const aborted = new Error('aborted');
      this.#fail(aborted);
      this.#waiting?.reject(aborted);
    });
  }

  begin(): this {
    const reader = { read: () => this.#read(), cancel: () => Promise.resolve() };
    const headers = { get: () => 'text/event-stream; charset=utf-8' };
    this.#open({ ok: true, headers, body: { getReader: () => reader } } as unknown as Response);
    return this;
  }

  refuse(thrown: unknown): void {
    this.#fail(thrown);
  }

  send(event: string, data: unknown): this {
    return this.#put({
      done: false,
      value: new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    });
  }

  end(): void {
    this.#put({ done: true, value: undefined });
  }

  #put(piece: Piece): this {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#pieces.push(piece);
    else waiting.resolve(piece);
    return this;
  }

  #read(): Promise<Piece> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) return Promise.resolve(piece);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }
}
