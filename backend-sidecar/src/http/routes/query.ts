import type { FastifyInstance } from 'fastify';
import type { QueryReply } from '@presage/contract';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf } from '../deadline.ts';
import { refuseUncertain } from '../query/alert-gate.ts';
import type { Asker } from '../query/answer.ts';
import { askedBy } from '../query/asked.ts';
import { refuse, runQuery } from '../query/run-query.ts';
import { route } from '../route.ts';

/** The header `Server-Timing` says how long the answer took here, JSON text included, so that callers can tell their own share. */
export function queryRoute(app: FastifyInstance, api: Api, options: ServerOptions): void {
  route(app, 'POST /api/v1/query', async (request, reply) => {
    const started = performance.now();
    const { queries, refused, alert } = askedBy(request.body);
    if (alert) refuseUncertain(api, queries, options.alertLagMs);
    const uid = request.headers['x-datasource-uid'];
    const asker: Asker = {
      tenant: request.access.tenant,
      alert,
      datasourceUid: typeof uid === 'string' && uid !== '' ? uid : undefined,
      requestId: request.id,
      signal: deadlineOf(reply, options.queryTimeoutMs),
    };
    const answered = await Promise.all(
      queries.map(async (query) => [query.ref_id, await runQuery(api, asker, query)] as const),
    );
    const wrong = refused.map(({ refId, error }) => [refId, refuse(api, asker, error)] as const);
    const text = Buffer.from(
      JSON.stringify({ results: Object.fromEntries([...answered, ...wrong]) } satisfies QueryReply),
    );
    reply.header('server-timing', `total;dur=${(performance.now() - started).toFixed(2)}`);
    return reply.type('application/json; charset=utf-8').send(text);
  });
}
