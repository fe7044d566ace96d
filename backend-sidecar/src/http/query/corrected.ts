import type { LogClass } from '@presage/contract';
import type { TemplateTable } from '../../pipeline/verdict.ts';
import type { CorrectedClass, Scope, StoredRow } from '../../stores/store.ts';

export interface Corrected {
  /** For the stores: per class and service all template ids, with those merged into them. */
  readonly overlay: Scope['corrected'];
  readonly classOf: ClassOf;
}

/** The class that a person has set for the template of a row, in the row's service or, where it does not say, in any. */
export type ClassOf = (fields: StoredRow['fields']) => LogClass | undefined;

/** What people have corrected in a tenant. */
export function correctedOf(table: TemplateTable, tenant: string): Corrected {
  const found = table.corrected(tenant);
  const byTemplate = new Map<string, Map<string, LogClass>>();
  for (const { templateId, service, class: logClass, ids } of found)
    for (const id of [templateId, ...ids])
      byTemplate.set(id, (byTemplate.get(id) ?? new Map<string, LogClass>()).set(service, logClass));
  const groups = Map.groupBy(found, (entry) => JSON.stringify([entry.class, entry.service]));
  const overlay = [...groups.values()].flatMap(([first, ...more]): readonly CorrectedClass[] => {
    if (first === undefined) return [];
    const ids = [first, ...more].flatMap((entry) => [entry.templateId, ...entry.ids]);
    return [{ class: first.class, service: first.service, templateIds: [...new Set(ids)] }];
  });
  return {
    overlay,
    classOf: ({ presage_template_id: id = '', service = '' }) => {
      const classes = byTemplate.get(id);
      return service === '' ? [...(classes?.values() ?? [])].at(-1) : classes?.get(service);
    },
  };
}
