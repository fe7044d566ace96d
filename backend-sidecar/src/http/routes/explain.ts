import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checker, ExplainFeedbackSchema } from '@presage/contract';
import { messageOf, PresageError } from '../../errors.ts';
import type { Explainer } from '../../explain/explain.ts';
import type { Api, ServerOptions } from '../api.ts';
import { goneOf } from '../deadline.ts';
import { EventStream } from '../event-stream.ts';
import { grafanaUser } from '../grafana-user.ts';
import { readExplain, type ExplainAsked } from '../explain-asked.ts';
import { parameter, route } from '../route.ts';

const checkFeedback = checker(ExplainFeedbackSchema);

/** Explanations, what would be sent for one, and what people say of one. */
export function explainRoutes(app: FastifyInstance, api: Api, { tail }: ServerOptions): void {
  route(app, 'POST /api/v1/explain', async (request, reply) => {
    const { asked, options } = readExplain(request, request.body, api);
    const signal = goneOf(reply);
    if (request.headers.accept?.includes('text/event-stream') !== true)
      return api.explainer.explain(request.access.tenant, asked, { ...options, signal });
    reply.hijack();
    const stream = new EventStream(reply.raw, { 'x-request-id': request.id }, tail.heartbeatMs);
    await tellAll(stream, api, request, { asked, options }, signal);
    stream.end();
    return reply;
  });
  route(app, 'GET /api/v1/explain/preview', (request, reply) =>
    preview(api, request, reply, wantedOf(request)),
  );
  route(app, 'POST /api/v1/explain/preview', (request, reply) => preview(api, request, reply, request.body));
  route(app, 'POST /api/v1/explain/:id/feedback', (request) => {
    const checked = checkFeedback(request.body);
    if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
    const { id = '' } = request.params as { readonly id?: string };
    return api.explainer.rate(request.access.tenant, id, checked.value, grafanaUser(request));
  });
}

/** `context` when the lines are gathered, `partial` as a model writes, `answer` or `error` last. */
async function tellAll(
  stream: EventStream,
  api: Api,
  request: FastifyRequest,
  { asked, options }: ExplainAsked,
  signal: AbortSignal,
): Promise<void> {
  const tell = ({ event, data }: Parameters<NonNullable<Told>>[0]): void => stream.send(event, data);
  try {
    const { tenant } = request.access;
    stream.send('answer', await api.explainer.explain(tenant, asked, { ...options, signal, tell }));
  } catch (thrown) {
    if (!signal.aborted) stream.send('error', { error: toldError(thrown, api) });
  }
}

type Told = Parameters<Explainer['explain']>[2]['tell'];

function toldError(thrown: unknown, api: Api): { code: string; message: string } {
  if (thrown instanceof PresageError) return { code: thrown.code, message: thrown.message };
  api.log.error(`explain failed: ${messageOf(thrown)}`);
  return { code: 'internal', message: 'The explanation failed; the log of the sidecar has the details.' };
}

function preview(api: Api, request: FastifyRequest, reply: FastifyReply, body: unknown) {
  const { asked, options } = readExplain(request, body, api);
  const { language } = options;
  return api.explainer.preview(request.access.tenant, asked, { language, signal: goneOf(reply) });
}

const WANTED = ['event_id', 'template_id', 'service', 'language'] as const;

/** As a body would say it. */
function wantedOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const given = WANTED.map((name) => [name, parameter(request, name)] as const);
  return Object.fromEntries(
    given.filter((pair): pair is [(typeof WANTED)[number], string] => pair[1] !== undefined),
  );
}
