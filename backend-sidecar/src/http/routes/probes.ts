import type { FastifyInstance } from 'fastify';
import type { ReadyReply } from '@presage/contract';
import type { Api } from '../api.ts';
import { route } from '../route.ts';

/** `/health`: the process answers. `/ready`: it also takes and stores lines. */
export function probeRoutes(app: FastifyInstance, api: Api): void {
  route(app, 'GET /health', (_request, reply) => reply.send({ status: 'ok' }));
  route(app, 'GET /ready', (_request, reply) => {
    const reasons = [...api.state().notReady];
    const ready = reasons.length === 0;
    return reply.code(ready ? 200 : 503).send({ ready, reasons } satisfies ReadyReply);
  });
}
