import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type FieldsReply, type FieldValuesReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Scope } from '../../stores/store.ts';
import type { Api, ServerOptions } from '../api.ts';
import { deadlineOf, within } from '../deadline.ts';
import { filtersParameter } from '../filters-parameter.ts';
import { correctedOf } from '../query/corrected.ts';
import { expandJoined, isJoined, templatesOf } from '../query/joined-filters.ts';
import { joinedValues } from '../query/joined-values.ts';
import { parseTime } from '../query/time.ts';
import { countParameter, parameter, route } from '../route.ts';

const HOUR_MS = 3_600_000;

export function fieldsRoutes(app: FastifyInstance, api: Api, { queryTimeoutMs }: ServerOptions): void {
  route(app, 'GET /api/v1/fields', async (request, reply): Promise<FieldsReply> => {
    const scope = scopeOf(request, api, deadlineOf(reply, queryTimeoutMs));
    return { fields: [...(await within(scope.signal, () => api.reader.fields(scope)))] };
  });
  route(app, 'GET /api/v1/field-values', async (request, reply): Promise<FieldValuesReply> => {
    const field = parameter(request, 'field');
    if (field === undefined)
      throw new PresageError('bad_request', 'field is missing: name the field whose values are asked.');
    const limit = countParameter(request, 'limit', { max: 10_000, standard: 1000 });
    const scope = scopeOf(request, api, deadlineOf(reply, queryTimeoutMs));
    const values = isJoined(field)
      ? joinedValues(templatesOf(filtersParameter(request), api, scope.tenant), field)
      : await within(scope.signal, () => api.reader.fieldValues(scope, field, limit + 1));
    return { field, values: values.slice(0, limit), truncated: values.length > limit };
  });
}

function scopeOf(request: FastifyRequest, api: Api, signal: AbortSignal): Scope {
  const { tenant } = request.access;
  const to = parameter(request, 'to');
  const from = parameter(request, 'from');
  const toMs = to === undefined ? api.clock() : parseTime('to', to);
  const { filters, problems } = expandJoined(filtersParameter(request), api, tenant);
  if (problems[0] !== undefined) throw new PresageError('bad_query', problems[0]);
  return {
    tenant,
    fromMs: from === undefined ? toMs - HOUR_MS : parseTime('from', from),
    toMs,
    filters,
    text: parameter(request, 'text'),
    logsql: undefined,
    corrected: correctedOf(api.templates, tenant).overlay,
    signal,
  };
}
