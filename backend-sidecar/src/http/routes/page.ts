import type { FastifyInstance } from 'fastify';
import type { Access } from '../access.ts';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf } from '../deadline.ts';
import { gatherPage, type PageState } from '../page/gather.ts';
import { renderPage } from '../page/render.ts';
import { parameter, route } from '../route.ts';
import { statusFor } from './status.ts';

/** The live page for people; a browser gives a token as the password of its own prompt. */
export function pageRoute(app: FastifyInstance, api: Api, { queryTimeoutMs }: ServerOptions): void {
  route(app, 'GET /', async (request, reply) => {
    const { tenant } = request.access;
    const facts = await gatherPage({
      reader: api.reader,
      table: api.templates,
      tenant,
      nowMs: api.clock(),
      range: parameter(request, 'range') ?? null,
      signal: deadlineOf(reply, queryTimeoutMs),
      state: pageState(api, request.access),
    });
    return reply.type('text/html; charset=utf-8').send(renderPage(facts));
  });
}

function pageState(api: Api, access: Access): PageState {
  const {
    version,
    uptime_seconds: uptimeSeconds,
    ready,
    reasons,
    sinks,
    dead_letters: deadLetters,
    templates,
  } = statusFor(api, access);
  const stores = sinks.map(({ name, ok, message, lag_seconds: lagSeconds }) => ({
    name,
    ok,
    message,
    lagSeconds,
  }));
  return { version, uptimeSeconds, ready, reasons, stores, deadLetters, templates };
}
