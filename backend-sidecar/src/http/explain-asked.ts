import type { FastifyRequest } from 'fastify';
import { checker, ENGINE_CHOICES, ExplainRequestSchema, type ExplainRequest } from '@presage/contract';
import { PresageError } from '../errors.ts';
import type { Asked, ExplainOptions, ForeignLine } from '../explain/explain.ts';
import type { Api } from './api.ts';
import { parseTime } from './query/time.ts';

const check = checker(ExplainRequestSchema);

export interface ExplainAsked {
  readonly asked: Asked;
  readonly options: Pick<ExplainOptions, 'engine' | 'refresh' | 'language'>;
}

/** Throws `bad_request`. */
export function readExplain(request: FastifyRequest, body: unknown, api: Api): ExplainAsked {
  const checked = check(body);
  if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
  const { engine = 'model', refresh = false, language } = checked.value;
  return {
    asked: askedOf(checked.value, api, request.access.tenant),
    options: { engine: choiceOf(request) ?? engine, refresh, language },
  };
}

/** What the datasource decides by the role of who asks stands above what the page wants. */
function choiceOf(request: FastifyRequest): ExplainOptions['engine'] | undefined {
  const header = request.headers['x-presage-engine'];
  if (header === undefined) return undefined;
  const choice = ENGINE_CHOICES.find((one) => one === header);
  if (choice !== undefined) return choice;
  throw new PresageError('bad_request', `X-Presage-Engine takes one of ${ENGINE_CHOICES.join(', ')}.`);
}

/** Exactly one of event, template and line is asked. */
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

interface GivenLine {
  readonly message: string;
  readonly fields?: Record<string, string> | undefined;
  readonly time?: string | undefined;
}

function foreign({ message, fields = {}, time }: GivenLine, standardMs: number): ForeignLine {
  return { message, fields, timeMs: time === undefined ? standardMs : parseTime('time', time) };
}
