import { KIND_FIELDS, type Filter, type Query } from '@presage/contract';
import { PresageError } from '../../errors.ts';
import type { AlertRow, Api } from '../api.ts';
import { seriesFrames } from '../frames/series-frames.ts';
import type { Answer, Asker } from './answer.ts';
import type { Resolved } from './resolve.ts';

/** What only alerts know of lines by arrival: facts of their templates, fixed with the first line. */
const ONLY_HERE: readonly string[] = KIND_FIELDS;
const FIELDS: readonly string[] = [...ONLY_HERE, 'service', 'class', 'presage_class'];
const OTHER = 'other';

/** Numbers by arrival and template are answered from memory; a store does not have them. */
export function isOfAlerts(query: Pick<Query, 'query_type' | 'time' | 'group_by' | 'filters'>): boolean {
  const asked = [...(query.group_by ?? []), ...(query.filters ?? []).map(({ field }) => field)];
  return (
    query.query_type === 'stats' && query.time === 'arrival' && asked.some((name) => ONLY_HERE.includes(name))
  );
}

/**
 * Lines that are not normal, by template and arrival: one number a group. With `top`, the groups that began first have a row each
 * and keep it, as has the first of each service, category and signature, so that no storm hides what is new; the rest is one row `other`.
 */
export function answerAlertStats(api: Api, asker: Asker, query: Resolved): Promise<Answer> {
  refuseOther(query);
  const matches = api.compileMatch(query.filters, undefined);
  const rows = api
    .alerts(asker.tenant, query.fromMs, query.toMs)
    .filter((row) => matches({ message: '', fields: fieldsOf(row) }));
  const seconds = Math.max(1, query.toMs - query.fromMs) / 1000;
  const series = seated(grouped(rows, query.groupBy), query).map(({ labels, count }) => ({
    name: query.value,
    labels,
    times: [query.fromMs],
    values: [query.value === 'rate' ? count / seconds : count],
  }));
  const executed = 'kinds of lines that are not normal, by arrival';
  const frames = seriesFrames(series, { ...query, executed, datasourceUid: asker.datasourceUid });
  return Promise.resolve({ frames, notices: [], problems: [] });
}

/** Throws `bad_query`. */
function refuseOther(query: Resolved): void {
  const wanted = [...query.groupBy, ...query.filters.map(({ field }: Filter) => field)];
  const unknown = wanted.find((name) => !FIELDS.includes(name));
  const wrong =
    unknown !== undefined
      ? `no ${unknown.slice(0, 80)}`
      : query.stepMs !== undefined
        ? 'one number a group, no series'
        : query.value !== 'count' && query.value !== 'rate'
          ? `no ${query.value}`
          : query.text !== undefined || query.logsql !== undefined
            ? 'no search'
            : undefined;
  if (wrong !== undefined)
    throw new PresageError(
      'bad_query',
      `Numbers by arrival and template know ${FIELDS.join(', ')}, count and rate; there is ${wrong}.`,
    );
}

function fieldsOf({ class: logClass, labels }: AlertRow): Record<string, string> {
  return { ...labels, class: logClass, presage_class: logClass };
}

interface Group {
  readonly labels: Record<string, string>;
  readonly kind: string;
  count: number;
}

/** Rows with the same values of the asked fields are one, in the order in which the first of each began. */
function grouped(rows: readonly AlertRow[], groupBy: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const fields = fieldsOf(row);
    const labels = Object.fromEntries(groupBy.map((name) => [name, fields[name] ?? '']));
    const key = JSON.stringify(labels);
    const { service, category, signature } = row.labels;
    const group = groups.get(key) ?? { labels, kind: [service, category, signature].join('\0'), count: 0 };
    group.count += row.count;
    groups.set(key, group);
  }
  return [...groups.values()];
}

function seated(groups: readonly Group[], { top, groupBy }: Resolved): Pick<Group, 'labels' | 'count'>[] {
  if (top === undefined || groups.length <= top) return [...groups];
  const kinds = new Set<string>();
  let extra = top;
  const listed: Group[] = [];
  const rest: Group[] = [];
  groups.forEach((group, place) => {
    const isFirst = !kinds.has(group.kind);
    kinds.add(group.kind);
    // A group that is itself called `other` must not stand beside the rest: two numbers would have the same labels.
    const hasSeat = !isOther(group) && (place < top || (isFirst && extra-- > 0));
    (hasSeat ? listed : rest).push(group);
  });
  if (rest.length === 0) return listed;
  const labels = Object.fromEntries(groupBy.map((name) => [name, OTHER]));
  return [...listed, { labels, count: rest.reduce((sum, { count }) => sum + count, 0) }];
}

function isOther({ labels }: Group): boolean {
  return Object.values(labels).every((text) => text === OTHER);
}
