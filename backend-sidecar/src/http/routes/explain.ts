import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checker, ExplainRequestSchema, type ExplainRequest } from '@presage/contract';
import { messageOf, PresageError } from '../../errors.ts';
import type { Asked, ForeignLine } from '../../explain/explain.ts';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf, within } from '../deadline.ts';
import { parseTime } from '../query/time.ts';
import { route } from '../route.ts';

const check = checker(ExplainRequestSchema);
const STREAM = 'text/event-stream';

/** As JSON, or as events for who accepts them. The work ends when the client has gone. */
export function explainRoute(app: FastifyInstance, api: Api, { queryTimeoutMs }: ServerOptions): void {
  route(app, 'POST /api/v1/explain', async (request, reply) => {
    const checked = check(request.body);
    if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
    const { tenant } = request.access;
    const asked = askedOf(checked.value, api, tenant);
    const signal = deadlineOf(reply, queryTimeoutMs);
    if (request.headers.accept?.includes(STREAM) === true) {
      await stream(api, request, reply, asked, signal);
      return reply;
    }
    return within(signal, () => api.explain(tenant, asked, signal));
  });
}

/** `context` when the lines are gathered, `answer` or `error` last. */
async function stream(
  api: Api,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
  signal: AbortSignal,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': `${STREAM}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
    'x-request-id': request.id,
  });
  const send = (event: string, data: unknown): void => {
    if (!raw.writableEnded && !raw.destroyed) raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  raw.write(': open\n\n');
  try {
    const work = () =>
      api.explain(request.access.tenant, asked, signal, (context) => send('context', context));
    send('answer', await within(signal, work));
  } catch (thrown) {
    send('error', { error: toldError(thrown, api) });
  }
  raw.end();
}

function toldError(thrown: unknown, api: Api): { code: string; message: string } {
  if (thrown instanceof PresageError) return { code: thrown.code, message: thrown.message };
  api.log.error(`explain failed: ${messageOf(thrown)}`);
  return { code: 'internal', message: 'The explanation failed; the log of the sidecar has the details.' };
}

/** Exactly one of event, template and line is asked. Throws `bad_request`, and `not_found` for an unknown template. */
function askedOf(body: ExplainRequest, api: Api, tenant: string): Asked {
  const { event_id: eventId, template_id: templateId, message, service } = body;
  const given = [eventId, templateId, message].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new PresageError('bad_request', 'Give one of event_id, template_id (with service) or message.');
  if (eventId !== undefined) return { by: 'event', eventId };
  if (templateId !== undefined) {
    const template = api.templates.get(tenant, templateId);
    return { by: 'template', templateIds: idsOf(templateId, template), service };
  }
  const line = foreign({ message: message ?? '', fields: body.fields, time: body.time }, api.clock());
  if (line.message.trim() === '') throw new PresageError('bad_request', 'message is empty.');
  return { by: 'line', line, around: (body.lines ?? []).map((one) => foreign(one, line.timeMs)) };
}

function idsOf(
  asked: string,
  template: { readonly template_id: string; readonly aliases: readonly string[] } | undefined,
): readonly string[] {
  return template === undefined ? [asked] : [template.template_id, ...template.aliases];
}

function foreign(
  line: {
    readonly message: string;
    readonly fields?: Record<string, string> | undefined;
    readonly time?: string | undefined;
  },
  standardMs: number,
): ForeignLine {
  return {
    message: line.message,
    fields: line.fields ?? {},
    timeMs: line.time === undefined ? standardMs : parseTime('time', line.time),
  };
}
