import type { FastifyInstance } from 'fastify';
import { CONTRACT_VERSION, type Status } from '@presage/contract';
import type { Access } from '../access.ts';
import type { Api, State } from '../api.ts';
import { route } from '../route.ts';

export function statusRoute(app: FastifyInstance, api: Api): void {
  route(app, 'GET /api/v1/status', (request, reply) => reply.send(statusFor(api, request.access)));
}

/** A tenant's own token sees its own counts, and of the process only how well it is. */
export function statusFor(api: Api, { tenant, bound }: Access): Status {
  const state = api.state();
  const shared = {
    contract_version: CONTRACT_VERSION,
    version: api.version,
    store: api.reader.name,
    started_at: new Date(state.startedAtMs).toISOString(),
    uptime_seconds: Math.max(0, Math.floor((api.clock() - state.startedAtMs) / 1000)),
    ready: state.notReady.length === 0,
    reasons: [...state.notReady],
    pipeline: { lag_seconds: state.pipeline.lagSeconds, lag_lines: state.pipeline.lagLines },
    sinks: state.sinks.map(({ name, ok, message, lagSeconds, lagBatches }) => ({
      name,
      ok,
      message,
      lag_seconds: lagSeconds,
      lag_batches: lagBatches,
    })),
  };
  if (bound)
    return {
      ...shared,
      templates: api.templates.list({ tenant, limit: 1 }).total,
      dead_letters: { ...api.deadLetters(tenant) },
    };
  return {
    ...shared,
    templates: state.templates,
    dead_letters: { ...api.deadLetters(undefined) },
    partitions: state.partitions,
    journal: { bytes: state.journal.bytes, limit_bytes: state.journal.limitBytes },
    ...(state.llm === undefined ? {} : { llm: state.llm }),
    sources: state.sources.map(sourceOf),
    feeds: [...state.feeds],
  };
}

function sourceOf({ name, accepted, rejected, linesPerSecond }: State['sources'][number]) {
  return { name, accepted, rejected, lines_per_second: Math.round(linesPerSecond * 10) / 10 };
}
