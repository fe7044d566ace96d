import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FeedState, Status } from '@presage/contract';
import type { Access } from '../access.ts';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf } from '../deadline.ts';
import { gatherPage, type PageState } from '../page/gather.ts';
import type { SourceFacts } from '../page/facts.ts';
import { renderPage } from '../page/render.ts';
import { FOR_PEOPLE } from '../for-people.ts';
import { parameter, route } from '../route.ts';
import { statusFor } from './status.ts';

/** The live page for people; a browser gives a token as the password of its own prompt. */
export function pageRoute(app: FastifyInstance, api: Api, { queryTimeoutMs }: ServerOptions): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
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
    return reply.header('vary', 'Accept').type('text/html; charset=utf-8').send(renderPage(facts));
  };
  route(app, 'GET /', answer, FOR_PEOPLE);
}

function pageState(api: Api, access: Access): PageState {
  const status = statusFor(api, access);
  const {
    version,
    uptime_seconds: uptimeSeconds,
    ready,
    reasons,
    sinks,
    dead_letters: deadLetters,
    templates,
  } = status;
  const stores = sinks.map(({ name, ok, message, lag_seconds: lagSeconds }) => ({
    name,
    ok,
    message,
    lagSeconds,
  }));
  return {
    version,
    uptimeSeconds,
    ready,
    reasons,
    stores,
    sources: sourcesOf(status),
    deadLetters,
    templates,
  };
}

/** Counted sources with their feed's state, then feeds that have brought nothing yet. A tenant's own token sees none. */
function sourcesOf({ sources = [], feeds = [] }: Status): SourceFacts[] {
  const feedOf = (name: string): FeedState | undefined => feeds.find((feed) => feed.name === name);
  const counted = sources.map(({ name, lines_per_second: linesPerSecond }) => {
    const feed = feedOf(name);
    return {
      name,
      ok: feed?.state !== 'failing',
      message: feed === undefined ? '' : said(feed),
      linesPerSecond,
    };
  });
  // Uploads are always open and seldom used: told once there is one.
  const isQuiet = ({ name, state }: FeedState): boolean => name === 'upload' && state === 'running';
  const silent = feeds.filter(
    (feed) => !isQuiet(feed) && !sources.some((source) => source.name === feed.name),
  );
  return [
    ...counted,
    ...silent.map((feed) => ({ name: feed.name, ok: feed.state !== 'failing', message: said(feed) })),
  ];
}

function said({ state, message }: FeedState): string {
  return state === 'paused' ? `paused; ${message}` : message;
}
