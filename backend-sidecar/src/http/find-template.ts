import type { Template } from '@presage/contract';
import { PresageError } from '../errors.ts';
import type { TemplateTable } from '../pipeline/verdict.ts';

/**
 * A tenant's template by its id or by one that was merged into it. Two services can have the same template: `service` picks one.
 * Throws `not_found`.
 */
export function findTemplate(
  table: TemplateTable,
  tenant: string,
  id: string,
  service: string | undefined,
): Template {
  const first = table.get(tenant, id);
  if (first !== undefined && (service === undefined || first.service === service)) return first;
  const ofService =
    service === undefined ? [] : table.list({ tenant, service, limit: Number.MAX_SAFE_INTEGER }).templates;
  const found = ofService.find((template) => template.template_id === id || template.aliases.includes(id));
  if (found !== undefined) return found;
  const where = first === undefined ? '' : `; the service ${first.service} has it`;
  throw new PresageError(
    'not_found',
    `There is no template ${id}${service === undefined ? '' : ` of ${service}`}${where}.`,
  );
}
