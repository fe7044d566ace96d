import type { FastifyInstance } from 'fastify';
import { checker, ClassifyRequestSchema, type ClassifyReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { route } from '../route.ts';

const check = checker(ClassifyRequestSchema);

export function classifyRoute(app: FastifyInstance, api: Api): void {
  route(app, 'POST /api/v1/classify', async (request): Promise<ClassifyReply> => {
    const checked = check(request.body);
    if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
    return { lines: [...(await api.classify(request.access.tenant, checked.value.lines))] };
  });
}
