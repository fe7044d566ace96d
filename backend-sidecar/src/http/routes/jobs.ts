import type { FastifyInstance } from 'fastify';
import type { JobsReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { route } from '../route.ts';

/** Uploads of the caller's tenant. */
export function jobsRoutes(app: FastifyInstance, api: Api): void {
  route(app, 'GET /api/v1/jobs', (request): Promise<JobsReply> =>
    Promise.resolve({ jobs: [...api.jobs(request.access.tenant)] }),
  );
  route(app, 'GET /api/v1/jobs/:id', (request) => {
    const { id } = request.params as { readonly id: string };
    const job = api.jobs(request.access.tenant).find((each) => each.id === id);
    if (job === undefined)
      throw new PresageError('not_found', 'There is no upload with this id; GET /api/v1/jobs lists them.');
    return Promise.resolve(job);
  });
}
