import type { Template } from '@presage/contract';
import { joinedFields } from './joined-filters.ts';

/** Values of a joined field over templates, with the lines ever counted, commonest first. */
export function joinedValues(
  templates: readonly Template[],
  field: string,
): readonly { readonly value: string; readonly hits: number }[] {
  const hits = new Map<string, number>();
  for (const template of templates) {
    for (const verdict of template.verdicts) {
      const value = joinedFields(template, verdict)[field];
      if (value !== undefined) hits.set(value, (hits.get(value) ?? 0) + verdict.count);
    }
  }
  const found = [...hits].map(([value, count]) => ({ value, hits: count }));
  return found.sort((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1));
}
