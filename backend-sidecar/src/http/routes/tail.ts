import type { FastifyInstance } from 'fastify';
import { PresageError } from '../../errors.ts';
import type { Api, ServerOptions } from '../api.ts';
import { filtersParameter } from '../filters-parameter.ts';
import { correctedOf } from '../query/corrected.ts';
import { isJoined, joinedTest } from '../query/joined-filters.ts';
import { withSilent } from '../query/silent-services.ts';
import { countParameter, parameter, route } from '../route.ts';
import { TailStream } from '../tail-stream.ts';
import { inFrames, lineByLine, type TailWording } from '../tail-wording.ts';

/** Live lines of the caller's tenant. Open streams end when the server closes. */
export function tailRoute(app: FastifyInstance, api: Api, { tail }: ServerOptions): void {
  const open = new Map<TailStream, string>();
  const count = (): void => api.meter.set('presage_tail_clients', {}, open.size);
  app.addHook('preClose', (done) => {
    for (const stream of open.keys()) stream.end();
    done();
  });
  route(app, 'GET /api/v1/tail', (request, reply) => {
    const { tenant } = request.access;
    const rate = countParameter(request, 'rate', { max: tail.linesPerSecond, standard: tail.linesPerSecond });
    const filters = filtersParameter(request);
    const isJoinedMeant = joinedTest(filters, api, tenant);
    const wording = wordingOf(parameter(request, 'as'), api, tenant);
    const own = filters.filter(({ field }) => !isJoined(field)).map(withSilent);
    const matches = api.compileMatch(own, parameter(request, 'text'));
    const mine = [...open.values()].filter((other) => other === tenant).length;
    if (open.size >= tail.clients || mine >= tail.clientsPerTenant)
      throw new PresageError('busy', 'Too many live tails are open; close one and try again.', {
        retryAfter: 5,
      });
    reply.hijack();
    const stream = new TailStream(reply.raw, { ...tail, linesPerSecond: rate }, api.meter, {
      headers: { 'x-request-id': request.id },
      wording,
    });
    open.set(stream, tenant);
    count();
    const unsubscribe = api.subscribe(tenant, (row) => {
      if (matches(row) && isJoinedMeant(row)) stream.offer(row);
    });
    reply.raw.once('close', () => {
      unsubscribe();
      stream.end();
      open.delete(stream);
      count();
    });
  });
}

/** Throws `bad_request`. */
function wordingOf(as: string | undefined, api: Api, tenant: string): TailWording {
  if (as === 'frames') return inFrames(() => correctedOf(api.templates, tenant).classOf);
  if (as === undefined || as === 'lines') return lineByLine();
  throw new PresageError(
    'bad_request',
    `as is ${JSON.stringify(as.slice(0, 40))}; it takes lines or frames.`,
  );
}
