import { FakeProcess, type FakeOptions, type FakeReply, type FakeRequest } from './fake-process.ts';

export interface FakeVictoriaMetrics {
  readonly url: string;
  /** Lines stored, as they came, each once however often it was posted. */
  samples(): string[];
  /** How often lines were posted. */
  posts(): number;
  /** Killed and started again at once: forgets samples of the last seconds, with holes. */
  restart(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const IMPORT = /^(?:\/insert\/\d+:\d+\/prometheus)?\/api\/v1\/import\/prometheus$/;
const SAMPLE = /^[a-zA-Z_][a-zA-Z0-9_]*\{.*\} \S+ \d+$/;

class FakeMetrics {
  readonly process: FakeProcess;
  kept = new Map<string, number>();
  posts = 0;
  #invalid = 0;

  constructor(options: FakeOptions) {
    this.process = new FakeProcess(options, (request) => this.#handle(request));
  }

  async kill(): Promise<void> {
    await this.process.die();
    for (const [line, takenMs] of this.kept) {
      if (this.process.survives(takenMs)) this.kept.set(line, Number.NEGATIVE_INFINITY);
      else this.kept.delete(line);
    }
    this.#invalid = 0;
  }

  #handle({ path, body }: FakeRequest): FakeReply {
    if (path === '/health') return { status: 200, text: 'OK' };
    if (path === '/metrics') {
      const own = [`vm_rows_invalid_total{type="prometheus"} ${this.#invalid}`];
      return { status: 200, text: this.process.metrics(own) };
    }
    if (!IMPORT.test(path)) return { status: 400, text: `unsupported path requested: ${path}` };
    this.posts++;
    const nowMs = this.process.clock.monotonicMs();
    for (const line of body.toString('utf8').split('\n')) {
      if (line === '') continue;
      if (SAMPLE.test(line)) this.kept.set(line, Math.min(nowMs, this.kept.get(line) ?? nowMs));
      else this.#invalid++;
    }
    return { status: 204, text: '' };
  }
}

/** VictoriaMetrics as a sink meets it: skips what it cannot read, acknowledges at once, forgets when killed. */
export async function startFakeVictoriaMetrics(options: FakeOptions = {}): Promise<FakeVictoriaMetrics> {
  const fake = new FakeMetrics(options);
  await fake.process.listen();
  return {
    url: fake.process.url,
    samples: () => [...fake.kept.keys()],
    posts: () => fake.posts,
    restart: async () => {
      await fake.kill();
      await fake.process.liveAgain();
    },
    kill: () => fake.kill(),
    start: () => fake.process.liveAgain(),
    close: () => fake.process.die(),
  };
}
