import type { ClassifiedLine, Log, Meter, RefusedLine } from '@presage/contract';
import type { AlertBook } from '../alerts/alert-book.ts';
import type { Config } from '../config.ts';
import type { Explainer } from '../explain/explain.ts';
import { DEFAULT_OPTIONS, type Api, type State } from '../http/api.ts';
import { createServer } from '../http/server.ts';
import type { Journal } from '../journal/journal.ts';
import { decodeLines } from '../pipeline/parse/json-lines.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Road } from '../road/road.ts';
import type { JobBook } from '../sources/upload/job-book.ts';
import type { UploadSource } from '../sources/upload/upload-source.ts';
import { compileMatch } from '../stores/match.ts';
import type { HealthHistory } from '../telemetry/health-history.ts';
import type { TextMeter } from '../telemetry/meter.ts';
import { VERSION } from '../version.ts';
import type { FeedBook } from './feed-book.ts';
import { insertRoutesOf } from './insert-routes.ts';
import type { LiveTail } from './live-tail.ts';
import type { LlmParts } from './open-llm.ts';
import type { Stores } from './open-stores.ts';
import type { FreshTokens } from './fresh-tokens.ts';
import type { StoreWatch } from './store-watch.ts';

export interface ServerParts {
  readonly config: Config;
  readonly log: Log;
  readonly meter: TextMeter;
  readonly road: Road;
  readonly pipeline: Pipeline;
  readonly stores: Stores;
  readonly watch: StoreWatch;
  readonly live: LiveTail;
  readonly feeds: FeedBook;
  readonly jobs: JobBook;
  readonly uploads: UploadSource;
  readonly alerts: AlertBook;
  readonly health: HealthHistory;
  readonly journal: Journal;
  readonly tokens: FreshTokens;
  /** Undefined = no language model is configured. */
  readonly llm: LlmParts | undefined;
  readonly explainer: Explainer;
}

/** The server, joined to the parts it answers from; not listening yet. */
export function openServer(parts: ServerParts) {
  const { config, tokens } = parts;
  return createServer(apiOf(parts), {
    queryTimeoutMs: config.queryTimeout,
    tail: { ...DEFAULT_OPTIONS.tail, linesPerSecond: config.tailRate },
    loopbackOnly: tokens.size === 0 && !config.openAccess,
  });
}

function apiOf(parts: ServerParts): Api {
  const { config, log, meter, road, pipeline, stores, live, alerts, health, tokens, explainer } = parts;
  const startedAtMs = SYSTEM_CLOCK.nowMs();
  return {
    version: VERSION,
    reader: stores.reader,
    templates: pipeline.templates,
    insertRoutes: insertRoutesOf(road.intake, config, parts),
    tokens,
    meter: meter satisfies Meter,
    log,
    clock: () => SYSTEM_CLOCK.nowMs(),
    compileMatch,
    classify: (tenant, lines) => Promise.resolve(lines.map((line) => classifyLine(pipeline, tenant, line))),
    jobs: (tenant) =>
      parts.jobs
        .all()
        .filter((kept) => kept.tenant === tenant)
        .map(({ job }) => job),
    pauseSource: (name) => parts.feeds.pause(name),
    resumeSource: (name) => parts.feeds.resume(name),
    correct: (tenant, correction) => road.correct(tenant, correction),
    mark: (tenant, marker) => road.mark(tenant, marker),
    explainer,
    state: () => stateOf(parts, startedAtMs),
    deadLetters: (tenant) => road.deadLetters.counts(tenant),
    subscribe: (tenant, listener) => live.subscribe(tenant, listener),
    alerts: (...asked) => alerts.rows(...asked),
    health: (...asked) => health.series(...asked),
    metrics: () => meter.text(),
  };
}

function stateOf(parts: ServerParts, startedAtMs: number): State {
  const { config, road, pipeline, watch, journal, llm } = parts;
  const { reasons, lagLines, lagSeconds, stores } = road.state();
  return {
    startedAtMs,
    notReady: reasons,
    pipeline: { lagSeconds, lagLines },
    sinks: stores.map(({ name, kinds, batches, seconds, trouble }) => {
      const { ok, message } = watch.health(name);
      return {
        name,
        kinds,
        ok: ok && trouble === undefined,
        message: trouble ?? message,
        lagSeconds: seconds,
        lagBatches: batches,
      };
    }),
    journal: { bytes: journal.bytes(), limitBytes: config.journalMaxBytes },
    ...pipeline.size(),
    sources: road.sources(),
    feeds: parts.feeds.status(),
    ...(llm === undefined ? {} : { llm: llm.status() }),
  };
}

function classifyLine(
  pipeline: Pipeline,
  tenant: string,
  line: string | Readonly<Record<string, unknown>>,
): ClassifiedLine | RefusedLine {
  const json = JSON.stringify(typeof line === 'string' ? { _msg: line } : line);
  const { records, rejects } = decodeLines(json, {}, SYSTEM_CLOCK.nowMs());
  const [record] = records;
  if (!record) {
    const [reject] = rejects;
    return {
      error: { reason: reject?.reason ?? 'no_message', message: reject?.message ?? 'The line is empty.' },
    };
  }
  const { verdict, score, template } = pipeline.classify(tenant, record);
  return {
    presage_class: verdict.class,
    presage_severity: verdict.severity,
    presage_category: verdict.category,
    presage_template_id: verdict.templateId,
    presage_confidence: verdict.confidence,
    presage_score: score,
    presage_by: verdict.by,
    template,
  };
}
