import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { InsertReply, InsertRequest, InsertRoute } from '../../sources/source.ts';
import type { Api } from '../api.ts';

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
    for (const source of api.insertRoutes) for (const path of source.paths) insertRoute(scope, source, path);
    done();
  });
}

function insertRoute(scope: FastifyInstance, source: InsertRoute, path: string): void {
  const { method, refuse } = source;
  scope.route({
    method,
    url: path,
    config: {
      rule: { role: 'ingest', scope: 'tenant' },
      ...(refuse && { refuse: (error, request) => refuse(error, headersOf(request)) }),
    },
    handler: async (request, reply) => send(reply, await source.handle(requestOf(request))),
  });
}

function requestOf(request: FastifyRequest): InsertRequest {
  const { raw, url } = request;
  const at = url.indexOf('?');
  return {
    tenant: request.access.tenant,
    path: at === -1 ? url : url.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : url.slice(at + 1)),
    headers: headersOf(request),
    body: raw,
  };
}

/** A header that came twice is one, joined as HTTP says. */
function headersOf(request: FastifyRequest): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

function send(reply: FastifyReply, { status, headers, body }: InsertReply): FastifyReply {
  return reply
    .code(status)
    .headers({ ...headers })
    .send(body);
}
