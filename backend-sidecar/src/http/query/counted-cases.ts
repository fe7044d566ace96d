import { UNKNOWN_SERVICE, type Filter, type Template } from '@presage/contract';
import type { SeriesResult } from '../../stores/store.ts';
import type { Api } from '../api.ts';
import type { TemplateCase } from '../frames/template-frame.ts';
import type { Asker } from './answer.ts';
import type { Resolved } from './resolve.ts';
import { scopeOf } from './scope.ts';

const GROUP_BY = ['presage_template_id', 'service', 'presage_class', 'presage_severity'];
/** What templates have in another way than their lines, or lines not at all. */
const OWN: readonly string[] = ['_msg', 'first_seen', 'last_seen'];
/** As many values as a filter of the contract holds. */
const MAX_IDS = 1000;

interface Counted {
  readonly cases: readonly TemplateCase[];
  readonly notices: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Cases of templates with their lines in the window for their count; those without a line are left out. A service's lines are
 * counted for its own template, and lines that were stored under an id that was merged since for what it was merged into.
 */
export async function countedCases(
  api: Api,
  asker: Asker,
  query: Resolved,
  cases: readonly TemplateCase[],
): Promise<Counted> {
  const filters = [...query.filters.filter(({ field }) => !OWN.includes(field)), ...narrowing(query, cases)];
  const { scope, problems } = scopeOf(api, asker, {
    ...{ ...query, filters, text: undefined, logsql: undefined },
  });
  const { series, notices } = await api.reader.stats({
    ...{ ...scope, groupBy: GROUP_BY, stepMs: undefined, top: undefined, time: 'event', value: 'count' },
  });
  const find = finder(cases);
  const counts = new Map<TemplateCase, number>();
  for (const one of series) {
    const found = find(one);
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + (one.values[0] ?? 0));
  }
  const counted = [...counts]
    .filter(([, count]) => count > 0)
    .map(([{ template, verdict }, count]) => ({ template, verdict: { ...verdict, count } }));
  return { cases: counted, notices, problems };
}

/** What templates alone are chosen by leaves few of them: the rare ones must not be lost among all others. */
function narrowing({ filters, text }: Resolved, cases: readonly TemplateCase[]): Filter[] {
  if (text === undefined && !filters.some(({ field }) => OWN.includes(field))) return [];
  const values = [...new Set(cases.flatMap(({ template }) => idsOf(template)))];
  return values.length > MAX_IDS ? [] : [{ field: 'presage_template_id', op: '=|', values }];
}

/** The case that lines of a group belong to: of their class and severity, else of their class, else the template's commonest. */
function finder(cases: readonly TemplateCase[]): (series: SeriesResult) => TemplateCase | undefined {
  const byTemplate = new Map<string, TemplateCase[]>();
  for (const one of cases)
    for (const id of idsOf(one.template)) {
      const key = keyOf(id, one.template.service);
      byTemplate.set(key, [...(byTemplate.get(key) ?? []), one]);
    }
  return ({ labels }) => {
    const { presage_template_id: id = '', service = '' } = labels;
    const found = byTemplate.get(keyOf(id, service === '' ? UNKNOWN_SERVICE : service)) ?? [];
    const ofClass = found.filter(({ verdict }) => verdict.class === labels['presage_class']);
    return (
      ofClass.find(({ verdict }) => verdict.severity === labels['presage_severity']) ?? ofClass[0] ?? found[0]
    );
  };
}

function idsOf({ template_id: id, aliases }: Template): readonly string[] {
  return [id, ...aliases];
}

function keyOf(id: string, service: string): string {
  return `${id}\u0000${service}`;
}
