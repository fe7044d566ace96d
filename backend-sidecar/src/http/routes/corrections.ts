import type { FastifyInstance } from 'fastify';
import { checker, CorrectionSchema, type CorrectionReply } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { Api } from '../api.ts';
import { findTemplate } from '../find-template.ts';
import { grafanaUser } from '../grafana-user.ts';
import { route } from '../route.ts';

const check = checker(CorrectionSchema);

export function correctionsRoute(app: FastifyInstance, api: Api): void {
  route(app, 'POST /api/v1/corrections', async (request): Promise<CorrectionReply> => {
    const checked = check(request.body);
    if (!checked.ok) throw new PresageError('bad_request', `${checked.message}.`);
    const { tenant } = request.access;
    const asked = checked.value;
    const { template_id, service } = findTemplate(api.templates, tenant, asked.template_id, asked.service);
    await api.correct(tenant, { ...asked, template_id });
    const told = { tenant, template_id, service, class: asked.class, user: grafanaUser(request) };
    api.log.info('a template was corrected', told);
    return {
      template_id,
      service,
      class: asked.class,
      ...(asked.severity === undefined ? {} : { severity: asked.severity }),
      recorded_at: new Date(api.clock()).toISOString(),
    };
  });
}
