import { join } from 'node:path';
import type { Log, Meter } from '@presage/contract';
import type { Config } from '../config.ts';
import { openAnswerCache } from '../explain/answer-cache.ts';
import { createBudget } from '../explain/budget.ts';
import type { ModelDriver } from '../explain/drivers/driver.ts';
import { openDriver } from '../explain/drivers/open-driver.ts';
import { openLlmFile, type LlmFile } from '../explain/llm-file.ts';
import type { ModelParts } from '../explain/model-parts.ts';
import { spentStore } from '../explain/spent-hours.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import { llmEngine, llmModels } from '../settings/llm-choice.ts';

/** The language model of the settings, with what it may cost and what it has said. */
export interface Model extends ModelParts {
  readonly file: LlmFile;
  close(): void;
}

/** Undefined when no engine is configured. No call is made. */
export function openModel(config: Config, log: Log, meter: Meter): Model | undefined {
  const drivers = openDrivers(config);
  if (drivers === undefined) return undefined;
  const clock = (): number => SYSTEM_CLOCK.nowMs();
  const file = openLlmFile(join(config.dataDir, 'llm.sqlite'), log, clock());
  return {
    ...drivers,
    file,
    budget: createBudget({
      perMinute: config.llmPerMinute,
      perDay: config.llmPerDay,
      perTenantPerDay: config.llmPerTenantPerDay,
      inFlight: config.llmInFlight,
      clock,
      store: spentStore(file),
      meter,
    }),
    answers: openAnswerCache(file, { maxBytes: config.llmCacheMaxBytes, clock }),
    redact: { ips: config.redactAddresses, hosts: config.redactHosts },
    language: config.llmLanguage ?? 'English',
    close: () => file.close(),
  };
}

export type Drivers = Readonly<Record<'classify' | 'explain', ModelDriver>>;

/** The two models by name; the same driver where one model does both. */
export function openDrivers(config: Config): Drivers | undefined {
  const engine = llmEngine(config);
  if (engine === 'none') return undefined;
  const models = llmModels(config);
  const secret = engine === 'gemini' ? config.geminiKey : config.llmKey;
  const open = (model: string): ModelDriver =>
    openDriver({
      kind: engine === 'gemini' ? config.geminiSdk : 'openai-compatible',
      model,
      ...(secret === undefined ? {} : { key: secret.reveal() }),
      ...(config.llmBaseUrl === undefined ? {} : { baseUrl: config.llmBaseUrl.href.replace(/\/+$/, '') }),
      ...(config.llmTimeout === 0 ? {} : { waits: waitsOf(config.llmTimeout) }),
    });
  const explain = open(models.explain);
  return { explain, classify: models.classify === models.explain ? explain : open(models.classify) };
}

/** No single wait outlasts the whole. */
function waitsOf(totalMs: number) {
  return { totalMs, firstMs: totalMs, idleMs: totalMs };
}
