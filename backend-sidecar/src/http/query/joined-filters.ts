import {
  JOINED_FIELDS,
  type Filter,
  type FilterOp,
  type Template,
  type TemplateVerdict,
} from '@presage/contract';
import type { TemplateTable } from '../../pipeline/verdict.ts';
import type { Api } from '../api.ts';

/** As many values as a filter of the contract holds. */
const MAX_IDS = 1000;
/** No template has it: ids are 16 hex digits. */
const NO_TEMPLATE = 'none';
const OPPOSITES: Partial<Record<FilterOp, FilterOp>> = { '!=': '=', '!=|': '=|', '!~': '=~' };

/** Whether a field is a property of templates instead of rows. */
export function isJoined(field: string): boolean {
  return JOINED_FIELDS.includes(field);
}

/** The joined fields of one case of a template, as a row would have them. */
export function joinedFields(template: Template, verdict: TemplateVerdict): Record<string, string> {
  return {
    presage_category: verdict.category,
    presage_by: verdict.by,
    presage_confidence: String(verdict.confidence),
    ...(template.corrected === true ? { presage_corrected: 'true' } : {}),
  };
}

/**
 * Filters that stores can apply: one on a joined field becomes one on the ids of the templates of which any case has it (a negated
 * one: of which no case has it). One that more than 1,000 ids would be needed for is left out and told in `problems`.
 */
export function expandJoined(
  filters: readonly Filter[],
  parts: { readonly templates: TemplateTable; readonly compileMatch: Api['compileMatch'] },
  tenant: string,
): { readonly filters: readonly Filter[]; readonly problems: readonly string[] } {
  if (!filters.some((filter) => isJoined(filter.field))) return { filters, problems: [] };
  const { templates } = parts.templates.list({ tenant, limit: Number.MAX_SAFE_INTEGER });
  const problems: string[] = [];
  const expanded = filters.flatMap((filter): readonly Filter[] => {
    if (!isJoined(filter.field)) return [filter];
    const ids = idsOf(filter, templates, parts.compileMatch);
    if (ids.length <= MAX_IDS) return [byId(filter, ids)];
    problems.push(
      `The filter on ${filter.field} means ${ids.length} templates, more than ${MAX_IDS}; narrow it, or filter by presage_class.`,
    );
    return [];
  });
  return { filters: expanded, problems };
}

function idsOf(
  filter: Filter,
  templates: readonly Template[],
  compileMatch: Api['compileMatch'],
): readonly string[] {
  const matches = compileMatch([{ ...filter, op: OPPOSITES[filter.op] ?? filter.op }], undefined);
  const meant = templates.filter((template) =>
    template.verdicts.some((verdict) => matches({ message: '', fields: joinedFields(template, verdict) })),
  );
  return [...new Set(meant.flatMap((template) => [template.template_id, ...template.aliases]))];
}

function byId({ op }: Filter, ids: readonly string[]): Filter {
  const negated = OPPOSITES[op] !== undefined;
  const values = ids.length === 0 ? [NO_TEMPLATE] : [...ids];
  return { field: 'presage_template_id', op: negated ? '!=|' : '=|', values };
}
