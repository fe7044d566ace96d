import type { LogClass } from '@presage/contract';
import type { CorrectedClass } from './store.ts';

/** Makes a look-up of the class that a person has set for a template's rows of a service; '' = the row does not say its service. */
export function correctedClasses(
  corrected: readonly CorrectedClass[],
): (templateId: string, service: string) => LogClass | undefined {
  const byTemplate = new Map<string, CorrectedClass[]>();
  for (const entry of corrected)
    for (const id of entry.templateIds) byTemplate.set(id, [...(byTemplate.get(id) ?? []), entry]);
  return (templateId, service) =>
    byTemplate.get(templateId)?.findLast((entry) => isOf(entry, service))?.class;
}

function isOf({ service }: CorrectedClass, of: string): boolean {
  return service === undefined || of === '' || of === service;
}
