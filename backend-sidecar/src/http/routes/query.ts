import type { FastifyInstance } from 'fastify';
import { checker, QueryRequestSchema, type QueryReply, type QueryRequest } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf } from '../deadline.ts';
import { refuseUncertain } from '../query/alert-gate.ts';
import type { Asker } from '../query/answer.ts';
import { runQuery } from '../query/run-query.ts';
import { route } from '../route.ts';

const check = checker(QueryRequestSchema);

export function queryRoute(app: FastifyInstance, api: Api, options: ServerOptions): void {
  route(app, 'POST /api/v1/query', async (request, reply): Promise<QueryReply> => {
    const { queries, alert = false } = checked(request.body);
    if (alert) refuseUncertain(api, queries, options.alertLagMs);
    const uid = request.headers['x-datasource-uid'];
    const asker: Asker = {
      tenant: request.access.tenant,
      alert,
      datasourceUid: typeof uid === 'string' && uid !== '' ? uid : undefined,
      requestId: request.id,
      signal: deadlineOf(reply, options.queryTimeoutMs),
    };
    const results = await Promise.all(
      queries.map(async (query) => [query.ref_id, await runQuery(api, asker, query)] as const),
    );
    return { results: Object.fromEntries(results) };
  });
}

/** Throws `bad_query`. */
function checked(body: unknown): QueryRequest {
  const result = check(body);
  if (!result.ok) throw new PresageError('bad_query', `${result.message}.`);
  const names = result.value.queries.map((query) => query.ref_id);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new PresageError('bad_query', `Two queries have the ref_id ${JSON.stringify(twice)}.`);
  return result.value;
}
