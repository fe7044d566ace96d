/**
 * In: HTTP requests. Out: their answers, from what `main` gives as Api. A request passes the door here (page of a stranger?
 * token, role, tenant) before a route of routes/ sees it. Nothing here knows how lines are kept or judged; no stack, secret or
 * line of another tenant leaves in an error.
 */
import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import { admit, refuseForeignPage } from './access.ts';
import { DEFAULT_OPTIONS, type Api, type ServerOptions } from './api.ts';
import { sendError } from './error-reply.ts';
import { READER_STRATEGY } from './for-people.ts';
import { noSuchRoute } from './nearest-route.ts';
import { refuseConnection } from './own-pace.ts';
import type { RouteModule } from './route.ts';
import { classifyRoute } from './routes/classify.ts';
import { correctionsRoute } from './routes/corrections.ts';
import { markersRoute } from './routes/markers.ts';
import { explainRoutes } from './routes/explain.ts';
import { fieldsRoutes } from './routes/fields.ts';
import { insertRoutes } from './routes/insert.ts';
import { metricsRoute } from './routes/metrics.ts';
import { openApiRoute } from './routes/open-api.ts';
import { pageRoute } from './routes/page.ts';
import { probeRoutes } from './routes/probes.ts';
import { queryRoute } from './routes/query.ts';
import { sourcesRoutes } from './routes/sources.ts';
import { jobsRoutes } from './routes/jobs.ts';
import { statusRoute } from './routes/status.ts';
import { tailRoute } from './routes/tail.ts';
import { templatesRoutes } from './routes/templates.ts';
import { securityHeaders } from './security-headers.ts';

/** To add a route: its line in the contract's ROUTES, a file in routes/, its module here. */
const MODULES: readonly RouteModule[] = [
  insertRoutes,
  queryRoute,
  tailRoute,
  classifyRoute,
  explainRoutes,
  templatesRoutes,
  correctionsRoute,
  markersRoute,
  fieldsRoutes,
  statusRoute,
  sourcesRoutes,
  jobsRoutes,
  probeRoutes,
  metricsRoute,
  openApiRoute,
  pageRoute,
];

/** A server that is not listening yet. `options`: what differs from DEFAULT_OPTIONS. */
export function createServer(api: Api, options: Partial<ServerOptions> = {}): FastifyInstance {
  const settings = { ...DEFAULT_OPTIONS, ...options };
  const app = fastify({
    logger: false,
    bodyLimit: settings.bodyBytes,
    exposeHeadRoutes: false,
    requestTimeout: settings.requestTimeoutMs,
    http: {
      connectionsCheckingInterval: settings.requestTimeoutMs / 4,
      headersTimeout: settings.requestTimeoutMs / 2,
    },
    clientErrorHandler: refuseConnection,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, api.log),
  });
  app.removeContentTypeParser('text/plain');
  app.addConstraintStrategy(READER_STRATEGY);
  guardDoor(app, api, settings);
  for (const add of MODULES) add(app, api, settings);
  return app;
}

function guardDoor(app: FastifyInstance, api: Api, { loopbackOnly }: ServerOptions): void {
  const insertPaths = api.insertRoutes.flatMap((route) => route.paths);
  app.decorateRequest('access');
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.rule === undefined) throw new TypeError(`The route ${url} has no access rule.`);
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    refuseForeignPage(request, loopbackOnly);
    const { rule } = request.routeOptions.config;
    if (rule !== undefined) request.access = admit(request, rule, api.tokens);
    done();
  });
  app.addHook('onSend', securityHeaders);
  app.setErrorHandler((thrown, request, reply) => sendError(thrown, request, reply, api.log));
  app.setNotFoundHandler((request, reply) =>
    sendError(noSuchRoute(request.method, pathOf(request.url), insertPaths), request, reply, api.log),
  );
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
