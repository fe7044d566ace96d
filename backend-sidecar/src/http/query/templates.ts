import type { Filter, Template } from '@presage/contract';
import type { Api } from '../api.ts';
import { templateFrame, type TemplateCase } from '../frames/template-frame.ts';
import { isJoined, joinedFields } from './joined-filters.ts';
import type { Resolved } from './resolve.ts';
import type { Answer, Asker } from './answer.ts';

/** What a template has of the fields of lines, besides those that are joined from it. */
const FIELDS: readonly string[] = [
  '_msg',
  'service',
  'presage_template_id',
  'presage_class',
  'presage_severity',
  // Ms since 1970: what was first seen after a time is new.
  'first_seen',
  'last_seen',
];

/** Templates that were seen in the window, a row for each of their verdicts, most seen first. Filters mean what they mean on lines. */
export function answerTemplates(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  const isOfTemplates = ({ field }: Filter): boolean => isJoined(field) || FIELDS.includes(field);
  const matches = api.compileMatch(query.filters.filter(isOfTemplates), query.text);
  const all = api.templates.list({ tenant: asker.tenant, limit: Number.MAX_SAFE_INTEGER }).templates;
  const cases = all
    .filter((template) => wasSeen(template, query))
    .flatMap((template) => template.verdicts.map((verdict): TemplateCase => ({ template, verdict })))
    .filter((found) => matches({ message: found.template.template, fields: fieldsOf(found) }))
    .sort((a, b) => b.verdict.count - a.verdict.count || byId(a, b));
  const limit = query.top ?? query.limit;
  const frame = templateFrame(cases.slice(0, limit), {
    refId: query.refId,
    datasourceUid: asker.datasourceUid,
  });
  const notices =
    cases.length > limit
      ? [`Only the ${limit} most seen of ${cases.length} are shown; narrow the filters.`]
      : [];
  const unknown = query.filters.filter((filter) => !isOfTemplates(filter));
  const problems = [
    ...unknown.map(({ field, op }) => `Templates have no ${field}: the filter ${op} on it is left out.`),
    ...(query.logsql === undefined ? [] : ['LogsQL cannot apply to templates and is left out.']),
  ];
  return Promise.resolve({ frames: [frame], notices, problems });
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
