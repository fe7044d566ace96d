import {
  JOINED_FIELDS,
  UNKNOWN_SERVICE,
  type Filter,
  type FilterOp,
  type Template,
  type TemplateVerdict,
} from '@presage/contract';
import type { StoredRow } from '../../stores/store.ts';
import type { Api } from '../api.ts';
import { withSilent } from './silent-services.ts';

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
 * one: of which no case has it), in the services that filters leave: the same template may be another case in another service.
 * One that more than 1,000 ids would be needed for is left out and told in `problems`. The service `unknown` is also that of no name.
 */
export function expandJoined(
  filters: readonly Filter[],
  parts: Pick<Api, 'templates' | 'compileMatch'>,
  tenant: string,
): { readonly filters: readonly Filter[]; readonly problems: readonly string[] } {
  if (!filters.some((filter) => isJoined(filter.field)))
    return { filters: filters.map(withSilent), problems: [] };
  const templates = templatesOf(filters, parts, tenant);
  const problems: string[] = [];
  const expanded = filters.flatMap((filter): readonly Filter[] => {
    if (!isJoined(filter.field)) return [withSilent(filter)];
    const ids = idsOf(filter, templates, parts.compileMatch);
    if (ids.length <= MAX_IDS) return [byId(filter, ids)];
    problems.push(
      `The filter on ${filter.field} means ${ids.length} templates, more than ${MAX_IDS}; narrow it, or filter by presage_class.`,
    );
    return [];
  });
  return { filters: expanded, problems };
}

/** A tenant's templates in the services that filters leave. */
export function templatesOf(
  filters: readonly Filter[],
  { templates, compileMatch }: Pick<Api, 'templates' | 'compileMatch'>,
  tenant: string,
): readonly Template[] {
  const ofService = compileMatch(
    filters.filter(({ field }) => field === 'service'),
    undefined,
  );
  const { templates: all } = templates.list({ tenant, limit: Number.MAX_SAFE_INTEGER });
  return all.filter(({ service }) => servicesOf(service).some((name) => ofService(rowOf(name))));
}

/** What rows of a template may say as their service: `unknown` is that of rows which say none. */
function servicesOf(service: string): readonly string[] {
  return service === UNKNOWN_SERVICE ? [service, ''] : [service];
}

function rowOf(service: string): Pick<StoredRow, 'message' | 'fields'> {
  return { message: '', fields: { service } };
}

function idsOf(
  filter: Filter,
  templates: readonly Template[],
  compileMatch: Api['compileMatch'],
): readonly string[] {
  const meant = templates.filter(anyCase(filter, compileMatch));
  return [...new Set(meant.flatMap((template) => [template.template_id, ...template.aliases]))];
}

/** Whether any case of a template has what a filter names, whether it wants that or not. */
function anyCase(filter: Filter, compileMatch: Api['compileMatch']): (template: Template) => boolean {
  const matches = compileMatch([{ ...filter, op: OPPOSITES[filter.op] ?? filter.op }], undefined);
  return (template) =>
    template.verdicts.some((verdict) => matches({ message: '', fields: joinedFields(template, verdict) }));
}

/** What was found of a template holds for so long. */
const REMEMBERED_MS = 1000;
const MAX_REMEMBERED = 10_000;

/** Filters on joined fields for live lines, whose templates may be younger than the tail; the others are not looked at. */
export function joinedTest(
  filters: readonly Filter[],
  { templates, compileMatch, clock }: Pick<Api, 'templates' | 'compileMatch' | 'clock'>,
  tenant: string,
): (row: StoredRow) => boolean {
  const tests = filters
    .filter(({ field }) => isJoined(field))
    .map((filter) => ({ wanted: OPPOSITES[filter.op] === undefined, isIt: anyCase(filter, compileMatch) }));
  const remembered = new Map<string, { readonly atMs: number; readonly passes: boolean }>();
  const passes = (id: string, service: string | undefined): boolean => {
    const template = templates.get(tenant, id, service);
    return tests.every(({ wanted, isIt }) => (template !== undefined && isIt(template)) === wanted);
  };
  return ({ fields }) => {
    if (tests.length === 0) return true;
    const { presage_template_id: id = '', service } = fields;
    const key = JSON.stringify([id, service]);
    const known = remembered.get(key);
    if (known !== undefined && clock() - known.atMs < REMEMBERED_MS) return known.passes;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const found = { atMs: clock(), passes: passes(id, service) };
    remembered.set(key, found);
    return found.passes;
  };
}

function byId({ op }: Filter, ids: readonly string[]): Filter {
  const negated = OPPOSITES[op] !== undefined;
  const values = ids.length === 0 ? [NO_TEMPLATE] : [...ids];
  return { field: 'presage_template_id', op: negated ? '!=|' : '=|', values };
}
