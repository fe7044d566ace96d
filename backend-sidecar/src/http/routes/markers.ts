import type { FastifyInstance } from 'fastify';
import { checker, MarkerSchema, type MarkerReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { grafanaUser } from '../grafana-user.ts';
import { route } from '../route.ts';

const check = checker(MarkerSchema);

export function markersRoute(app: FastifyInstance, api: Api): void {
  route(app, 'POST /api/v1/markers', async (request): Promise<MarkerReply> => {
    const checked = check(request.body);
    if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
    const { tenant } = request.access;
    const recordedAt = new Date(api.clock()).toISOString();
    const marker = { ...checked.value, time: timeOf(checked.value.time ?? recordedAt) };
    await api.mark(tenant, marker);
    const told = { tenant, service: marker.service ?? 'all', text: marker.text, user: grafanaUser(request) };
    api.log.info('a marker was set', told);
    return { ...marker, recorded_at: recordedAt };
  });
}

function timeOf(text: string): string {
  const isRfc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i.test(text);
  const timeMs = isRfc ? Date.parse(text) : NaN;
  if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
  throw new PresageError(
    'bad_request',
    `time is "${text}"; write it as RFC 3339, for example 2026-01-02T03:04:05Z, or leave it out.`,
  );
}
