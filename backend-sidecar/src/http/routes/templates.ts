import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLASSES, type LogClass, type Template, type TemplatesReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { findTemplate } from '../find-template.ts';
import { countParameter, parameter, route } from '../route.ts';

export function templatesRoutes(app: FastifyInstance, api: Api): void {
  route(app, 'GET /api/v1/templates', (request, reply) => {
    const { templates, total } = api.templates.list({
      tenant: request.access.tenant,
      service: parameter(request, 'service'),
      class: classParameter(request),
      text: parameter(request, 'text'),
      limit: countParameter(request, 'limit', { max: 10_000, standard: 1000 }),
    });
    return reply.send({ templates: [...templates], total } satisfies TemplatesReply);
  });
  route(app, 'GET /api/v1/templates/:id', (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const service = parameter(request, 'service');
    const { tenant } = request.access;
    const found = findTemplate(api.templates, tenant, id, service);
    const detailed = api.templates.detail(tenant, found.template_id, found.service);
    return reply.send((detailed ?? found) satisfies Template);
  });
}

function classParameter(request: FastifyRequest): LogClass | undefined {
  const asked = parameter(request, 'class');
  const found = CLASSES.find((name) => name === asked);
  if (asked === undefined || found !== undefined) return found;
  throw new PresageError(
    'bad_request',
    `class is ${JSON.stringify(asked.slice(0, 40))}; it takes ${CLASSES.join(', ')}.`,
  );
}
