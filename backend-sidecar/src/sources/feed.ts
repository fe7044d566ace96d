/** What brings lines by itself: a listener, a poller, a consumer of a queue. A feed that fails never stops another. */
export interface Feed {
  /** Names it among all feeds, for people, counters and the API: `syslog`, `kafka`, `cloudwatch:shop`. */
  readonly name: string;
  /** Begins; what cannot be done at once is tried again and told in the status. Throws only for what no waiting mends. */
  start(): Promise<void>;
  /** Resolves when no more lines come of it. What was read and not taken comes again after the next start, where the source keeps it. */
  stop(): Promise<void>;
  /** Takes no lines until resumed; what waits outside keeps waiting there. */
  pause(): void;
  resume(): void;
  status(): FeedStatus;
}

export interface FeedStatus {
  readonly state: 'running' | 'paused' | 'failing';
  /** A sentence: what it reads, or what keeps it and the way out. */
  readonly message: string;
  /** Age of the oldest line that is known to wait outside; absent when the source cannot tell. */
  readonly lagSeconds?: number;
  /** Where it stands in the source, in the source's own words. */
  readonly position?: string;
  readonly lastError?: { readonly atMs: number; readonly message: string };
}

/** The common state of a feed: pause, and the error that it is in. */
export class FeedState {
  #paused = false;
  #failing: string | undefined;
  #lastError: { atMs: number; message: string } | undefined;
  readonly #wakers = new Set<() => void>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** The error that it is in, also while it is paused. */
  get trouble(): string | undefined {
    return this.#failing;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }

  /** Resolves when the feed may go on: at once, once resumed, or when the signal is aborted. */
  async resumed(signal: AbortSignal): Promise<void> {
    while (this.#paused && !signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wakers.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
  }

  failed(message: string): void {
    this.#failing = message;
    this.#lastError = { atMs: this.#nowMs(), message };
  }

  recovered(): void {
    this.#failing = undefined;
  }

  /** The status; `message` is what to say while all is well. */
  status(message: string, more: Pick<FeedStatus, 'lagSeconds' | 'position'> = {}): FeedStatus {
    const state = this.#paused ? 'paused' : this.#failing === undefined ? 'running' : 'failing';
    return {
      state,
      message: state === 'failing' ? (this.#failing ?? message) : message,
      ...more,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }
}

/** A feed whose lines are brought by one piece of work, which goes on until the feed is stopped. */
export abstract class WorkingFeed implements Feed {
  abstract readonly name: string;
  protected readonly state: FeedState;
  /** What the stop waits for. */
  protected work: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(nowMs: () => number) {
    this.state = new FeedState(nowMs);
  }

  /** Aborted by the stop: the work then ends. */
  protected get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  protected isStopped(): boolean {
    return this.stopped.aborted;
  }

  start(): Promise<void> {
    this.work = this.run();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('stopped'));
    await this.work;
  }

  pause(): void {
    this.state.pause();
  }

  resume(): void {
    this.state.resume();
  }

  abstract status(): FeedStatus;

  /** Resolves when all is read or the feed was stopped; tells its failures in the state and never rejects. */
  protected abstract run(): Promise<void>;
}
