import { TEMPLATE_FIELDS, type Filter, type Template } from '@presage/contract';
import type { Api } from '../api.ts';
import { templateFrame, type TemplateCase } from '../frames/template-frame.ts';
import { countedCases } from './counted-cases.ts';
import { isJoined, joinedFields } from './joined-filters.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';

const FIELDS: readonly string[] = TEMPLATE_FIELDS;

/**
 * Templates that were seen in the window, a row for each of their verdicts, most seen first; or, counted, those with lines in it.
 * Filters mean what they mean on lines.
 */
export async function answerTemplates(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const known = { ...query, filters: query.filters.filter(isOfTemplates) };
  const matching = matchingCases(api, asker, known);
  const { cases, notices, problems } = query.isCounted
    ? await countedCases(api, asker, known, matching)
    : { cases: matching.filter(({ template }) => wasSeen(template, query)), notices: [], problems: [] };
  const sorted = cases.toSorted((a, b) => b.verdict.count - a.verdict.count || byId(a, b));
  const limit = query.top ?? query.limit;
  const frame = templateFrame(sorted.slice(0, limit), {
    refId: query.refId,
    datasourceUid: asker.datasourceUid,
  });
  const cut =
    sorted.length > limit
      ? [`Only the ${limit} most seen of ${sorted.length} are shown; narrow the filters.`]
      : [];
  return { frames: [frame], notices: [...notices, ...cut], problems: [...problems, ...problemsOf(query)] };
}

function isOfTemplates({ field }: Filter): boolean {
  return isJoined(field) || FIELDS.includes(field);
}

function matchingCases(api: Api, { tenant }: Asker, { filters, text }: Resolved): readonly TemplateCase[] {
  const matches = api.compileMatch(filters, text);
  return api.templates
    .list({ tenant, limit: Number.MAX_SAFE_INTEGER })
    .templates.flatMap((template) =>
      template.verdicts.map((verdict): TemplateCase => ({ template, verdict })),
    )
    .filter((found) => matches({ message: found.template.template, fields: fieldsOf(found) }));
}

/** What of a query cannot apply to templates. */
function problemsOf(query: Resolved): readonly string[] {
  const unknown = query.filters.filter((filter) => !isOfTemplates(filter));
  return [
    ...unknown.map(({ field, op }) => `Templates have no ${field}: the filter ${op} on it is left out.`),
    ...(query.logsql === undefined ? [] : ['LogsQL cannot apply to templates and is left out.']),
  ];
}

function wasSeen(template: Template, { fromMs, toMs }: Resolved): boolean {
  return Date.parse(template.last_seen) >= fromMs && Date.parse(template.first_seen) <= toMs;
}

function fieldsOf({ template, verdict }: TemplateCase): Record<string, string> {
  return {
    ...joinedFields(template, verdict),
    service: template.service,
    presage_template_id: template.template_id,
    presage_class: verdict.class,
    presage_severity: verdict.severity,
    first_seen: String(Date.parse(template.first_seen)),
    last_seen: String(Date.parse(template.last_seen)),
  };
}

/** Ties in a fixed order: by id, service, class, severity. */
function byId(a: TemplateCase, b: TemplateCase): number {
  const [x, y] = [keyOf(a), keyOf(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}

function keyOf({ template, verdict }: TemplateCase): string {
  return [template.template_id, template.service, verdict.class, verdict.severity].join('\u0000');
}
