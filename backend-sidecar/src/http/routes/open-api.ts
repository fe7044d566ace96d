import type { FastifyInstance } from 'fastify';
import { openApi } from '@presage/contract';
import { route } from '../route.ts';

export function openApiRoute(app: FastifyInstance): void {
  const description = openApi();
  route(app, 'GET /api/v1/openapi.json', (_request, reply) => reply.send(description));
}
