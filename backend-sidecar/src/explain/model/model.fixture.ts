import { SILENT_LOG } from '@presage/contract';
import { openAnswerCache } from '../answer-cache.ts';
import type { Asked, ForeignLine } from '../asked.ts';
import { createBudget, type BudgetOptions } from '../budget.ts';
import { openDriver } from '../drivers/open-driver.ts';
import type { ExplainOptions } from '../explain.ts';
import { openLlmFile } from '../llm-file.ts';
import type { ModelParts } from '../model-parts.ts';
import { spentStore } from '../spent-hours.ts';

export const NOW_MS = Date.UTC(2026, 0, 5, 9);

export interface FakeOptions {
  readonly budget?: Partial<BudgetOptions>;
  readonly redact?: ModelParts['redact'];
  readonly firstMs?: number;
}

/** A model behind `url`, with a wide budget and a cache in memory. */
export function modelParts(url: string, options: FakeOptions = {}): ModelParts {
  const clock = (): number => NOW_MS;
  const file = openLlmFile(':memory:', SILENT_LOG, NOW_MS);
  const waits = { firstMs: options.firstMs ?? 10_000 };
  const driver = openDriver({
    kind: 'genai',
    model: 'model-1',
    key: 'any-key-is-taken',
    baseUrl: url,
    waits,
  });
  return {
    explain: driver,
    classify: driver,
    budget: createBudget({
      ...{ perMinute: 1000, perDay: 1000, inFlight: 10, clock, store: spentStore(file) },
      ...options.budget,
    }),
    answers: openAnswerCache(file, { maxBytes: 1 << 20, clock }),
    redact: options.redact ?? { ips: false, hosts: false },
    language: 'English',
  };
}

export interface SaidJson {
  readonly evidence: readonly { readonly id: string; readonly why: string }[];
  readonly what_happened: string;
  readonly likely_causes: readonly {
    readonly text: string;
    readonly evidence_ids: readonly string[];
    readonly confidence: string;
  }[];
  readonly unknowns: readonly string[];
  readonly remediation: readonly { readonly step: string; readonly risk: string; readonly command: string }[];
  readonly log_class: string;
}

/** What a model may say, as JSON text. */
export function saidText(changes: Partial<SaidJson> = {}): string {
  const said: SaidJson = {
    evidence: [
      { id: 'L1', why: 'The disk filled up' },
      { id: 'L2', why: 'The write failed' },
    ],
    what_happened: 'The disk was full, so the write failed.',
    likely_causes: [{ text: 'Old dumps fill the disk.', evidence_ids: ['L1'], confidence: 'high' }],
    unknowns: ['Who wrote the dumps.'],
    remediation: [{ step: 'See what fills the disk.', risk: 'none', command: 'df -h' }],
    log_class: 'incident',
  };
  return JSON.stringify({ ...said, ...changes });
}

export function foreignLine(message: string, secondsLater = 0): ForeignLine {
  return { message, fields: {}, timeMs: NOW_MS + secondsLater * 1000 };
}

/** The last of the lines, with the others around it; `L1`, `L2`, … in this order. */
export function askedOf(...messages: readonly string[]): Extract<Asked, { by: 'line' }> {
  const lines = messages.map((message, at) => foreignLine(message, at));
  return { by: 'line', line: lines.at(-1) ?? foreignLine(''), around: lines.slice(0, -1) };
}

export function optionsOf(changes: Partial<ExplainOptions> = {}): ExplainOptions {
  const signal = AbortSignal.timeout(20_000);
  return { engine: 'model', refresh: false, language: undefined, signal, ...changes };
}
