import type { FastifyInstance } from 'fastify';
import type { Api } from '../api.ts';
import { route } from '../route.ts';

export function metricsRoute(app: FastifyInstance, api: Api): void {
  route(app, 'GET /metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await api.metrics()),
  );
}
