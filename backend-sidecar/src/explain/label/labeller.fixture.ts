import { SILENT_LOG } from '@presage/contract';
import { createBudget, type Budget } from '../budget.ts';
import type { FakeModels } from '../drivers/fake-models.ts';
import { openDriver } from '../drivers/open-driver.ts';
import { openLlmFile, type LlmFile } from '../llm-file.ts';
import { spentStore } from '../spent-hours.ts';
import { AskedTemplates } from './asked-templates.ts';
import type { Candidate } from './candidate.ts';
import type { Label } from './label.ts';
import { Labeller } from './labeller.ts';

const START_MS = 1_700_000_000_000;

/** The n-th of a family of templates that all have the word `flux`. */
export function candidate(n: number, more: Partial<Candidate> = {}): Candidate {
  const template = `flux coupling ${n} slid by <*>`;
  return {
    tenant: '0:0',
    service: 'cart',
    templateId: n.toString(16).padStart(16, '0'),
    template,
    samples: [`flux coupling ${n} slid by 4`, `flux coupling ${n} slid by 17`],
    lines: 100,
    class: 'normal',
    severity: 'info',
    firstSeenMs: START_MS - 3_600_000,
    lastSeenMs: START_MS,
    ...more,
  };
}

export function family(count: number, more: Partial<Candidate> = {}): Candidate[] {
  return Array.from({ length: count }, (_, n) => candidate(n + 1, more));
}

export const GOOD = {
  quote: 'flux',
  category: 'hardware',
  severity: 'error',
  class: 'incident',
  confidence: 'high',
} as const;

/** An answer with a label for T1 … T<count>. */
export function answerOf(count: number, more: object = {}): string {
  return JSON.stringify({
    labels: Array.from({ length: count }, (_, n) => ({ id: `T${n + 1}`, ...GOOD, ...more })),
  });
}

export interface BenchOptions {
  readonly model?: string;
  readonly file?: LlmFile;
  readonly startMs?: number;
  readonly redactIps?: boolean;
  readonly perMinute?: number;
  readonly perDay?: number;
  readonly patienceMs?: number;
}

/** A labeller on a real driver and a fake server, in a time of its own that passes when it is told to. */
export class LabelBench {
  /** What is unknown; a label takes its template away. */
  unknown: readonly Candidate[] = [];
  readonly given: { readonly templateId: string; readonly tenant: string; readonly label: Label }[] = [];
  readonly labeller: Labeller;
  readonly budget: Budget;
  /** The next labels are not durable. */
  journalIsFull = false;
  nowMs: number;
  #sleeping = Promise.withResolvers<{ readonly ms: number; readonly wake: () => void }>();

  constructor(fake: FakeModels, options: BenchOptions = {}) {
    const {
      model = 'small',
      startMs = START_MS,
      redactIps = false,
      perMinute = 100,
      perDay = 1000,
    } = options;
    this.nowMs = startMs;
    const file = options.file ?? openLlmFile(':memory:', SILENT_LOG, startMs);
    const clock = (): number => this.nowMs;
    const { patienceMs = 5000 } = options;
    this.budget = createBudget({
      perMinute,
      perDay,
      inFlight: 1,
      clock,
      store: spentStore(file),
      patienceMs,
    });
    const classify = openDriver({ kind: 'genai', model, key: 'a-key-of-ours', baseUrl: fake.url });
    this.labeller = new Labeller({
      model: { classify, budget: this.budget, redact: { ips: redactIps, hosts: false } },
      asked: new AskedTemplates(file, startMs),
      templates: () => [...this.unknown, undefined].values(),
      label: (one, label) => this.#give(one, label),
      time: { now: clock, sleep: (ms, signal) => this.#sleep(ms, signal) },
      log: SILENT_LOG,
    });
    this.labeller.start();
  }

  /** Resolves when the labeller has nothing to do but to wait; for how long, ms. */
  async atRest(): Promise<number> {
    return (await this.#sleeping.promise).ms;
  }

  /** Lets so much time pass, in as many waits as it takes; resolves at rest. */
  async pass(ms: number): Promise<void> {
    const until = this.nowMs + ms;
    while (this.nowMs < until) {
      const { ms: wanted, wake } = await this.#sleeping.promise;
      this.#sleeping = Promise.withResolvers();
      this.nowMs = Math.min(until, this.nowMs + wanted);
      wake();
    }
    await this.atRest();
  }

  get labelled(): readonly string[] {
    return this.given.map(({ templateId }) => templateId);
  }

  async #give({ templateId, tenant }: Candidate, label: Label): Promise<void> {
    await Promise.resolve();
    if (this.journalIsFull) throw new Error('the journal is full');
    this.given.push({ templateId, tenant, label });
    this.unknown = this.unknown.filter((one) => one.templateId !== templateId);
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    this.#sleeping.resolve({ ms, wake: () => resolve(undefined) });
    return promise;
  }
}

/** The objects of the data block that a request sent, by id. */
export function sentObjects(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  const block = /<data ([0-9a-f]{24})>\n([\s\S]*)\n<\/data \1>/.exec(promptIn(body))?.[2] ?? '';
  return block.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The user's part of a request to Gemini. */
export function promptIn(body: Readonly<Record<string, unknown>>): string {
  const [content] = body['contents'] as { parts: { text: string }[] }[];
  return content?.parts.map(({ text }) => text).join('') ?? '';
}
