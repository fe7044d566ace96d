import type { LogClass } from '@presage/contract';
import type { TemplateTable } from '../../pipeline/verdict.ts';
import type { Scope } from '../../stores/store.ts';

export interface Corrected {
  /** For the stores: per class all template ids, with those merged into them. */
  readonly overlay: Scope['corrected'];
  /** The person's class of a template id. */
  readonly classes: ReadonlyMap<string, LogClass>;
}

/** What people have corrected in a tenant. */
export function correctedOf(table: TemplateTable, tenant: string): Corrected {
  const classes = new Map<string, LogClass>();
  for (const { templateId, class: logClass, ids } of table.corrected(tenant))
    for (const id of [templateId, ...ids]) classes.set(id, logClass);
  const byClass = Map.groupBy(classes, ([, logClass]) => logClass);
  const overlay = [...byClass].map(([logClass, entries]) => ({
    class: logClass,
    templateIds: entries.map(([id]) => id),
  }));
  return { overlay, classes };
}
