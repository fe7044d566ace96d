import type { FastifyInstance } from 'fastify';
import type { Api } from '../api.ts';
import { route } from '../route.ts';

/** A source that brings lines by itself, told to wait or to go on. */
export function sourcesRoutes(app: FastifyInstance, api: Api): void {
  route(app, 'POST /api/v1/sources/:name/pause', (request) => api.pauseSource(nameOf(request.params)));
  route(app, 'POST /api/v1/sources/:name/resume', (request) => api.resumeSource(nameOf(request.params)));
}

function nameOf(params: unknown): string {
  return (params as { readonly name: string }).name;
}
