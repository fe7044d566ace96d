import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InsertQuery, InsertReply, InsertRequest, InsertRoute } from '../../sources/source.ts';
import type { Api } from '../api.ts';
import { grantOwnPace } from '../own-pace.ts';

const MAX_QUERIES = 1000;
const MAX_QUERY_CHARACTERS = 1024;

/** The insert paths of the sources. Their bodies are left unread, still compressed, for the source to read. */
export function insertRoutes(app: FastifyInstance, api: Api): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _stream, next) => next(null));
    scope.addHook('onResponse', (request, reply, next) => {
      const labels = { route: request.routeOptions.url ?? '', code: String(reply.statusCode) };
      api.meter.add('presage_ingest_requests_total', labels);
      next();
    });
    const queries = new Map<string, InsertQuery>();
    for (const source of api.insertRoutes)
      for (const path of source.paths) insertRoute(scope, source, path, queries);
    done();
  });
}

function insertRoute(
  scope: FastifyInstance,
  source: InsertRoute,
  path: string,
  queries: Map<string, InsertQuery>,
): void {
  const { method, refuse } = source;
  scope.route({
    method,
    url: path,
    config: {
      rule: { role: 'ingest', scope: 'tenant' },
      ...(refuse && { refuse: (error, request) => refuse(error, headersOf(request)) }),
    },
    ...(source.ownPace && { onRequest: ownPace }),
    handler: async (request, reply) => send(reply, await source.handle(requestOf(request, queries))),
  });
}

function ownPace(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  grantOwnPace(request.raw, reply.raw);
  next();
}

function requestOf(request: FastifyRequest, queries: Map<string, InsertQuery>): InsertRequest {
  const { raw, url } = request;
  const at = url.indexOf('?');
  return {
    tenant: request.access.tenant,
    path: at === -1 ? url : url.slice(0, at),
    query: queryOf(at === -1 ? '' : url.slice(at + 1), queries),
    headers: headersOf(request),
    body: raw,
  };
}

/** A shipper sends the same query with every request, and reading it anew would cost as much as reading a line. */
function queryOf(text: string, queries: Map<string, InsertQuery>): InsertQuery {
  const known = queries.get(text);
  if (known !== undefined) return known;
  const query = new URLSearchParams(text);
  if (text.length > MAX_QUERY_CHARACTERS) return query;
  if (queries.size >= MAX_QUERIES) queries.clear();
  queries.set(text, query);
  return query;
}

/** Node joins a header that came twice; only `set-cookie`, which no shipper sends, is a list. */
function headersOf(request: FastifyRequest): InsertRequest['headers'] {
  return request.headers as InsertRequest['headers'];
}

function send(reply: FastifyReply, { status, headers, body }: InsertReply): FastifyReply {
  return reply
    .code(status)
    .headers({ ...headers })
    .send(body);
}
