import { isComplete, withFilters } from './filters';
import { interpolateLogsql } from './interpolate-logsql';
import type { Filter, FilterOp, PresageQuery } from './model';
import { escapeRegex } from './quote';
import { isEverything, type Templates, type Value } from './templates';

/**
 * The query with every variable replaced. A variable of several values becomes several values of its filter, never text with commas
 * or braces; "All" asks for everything, lines without the field too, and what is none of all is nothing.
 */
export function interpolate(query: PresageQuery, templates: Templates): PresageQuery {
  const { group_by, text, logsql, around, ...rest } = query;
  const groups = group_by?.flatMap((name) => listOf(name, templates) ?? []).filter((name) => name !== '');
  const filters = (query.filters ?? []).flatMap((filter) => interpolateFilter(filter, templates));
  return withFilters(
    {
      ...rest,
      ...(groups === undefined || groups.length === 0 ? {} : { group_by: [...new Set(groups)] }),
      ...said('text', text === undefined ? undefined : templates.replace(withoutAll(text, templates), words)),
      ...said('logsql', logsql === undefined ? undefined : interpolateLogsql(logsql, templates)),
      ...(around === undefined ? {} : { around }),
    },
    filters.filter(isComplete),
  );
}

function said<Key extends string>(key: Key, text: string | undefined): Partial<Record<Key, string>> {
  return (text === undefined || text.trim() === '' ? {} : { [key]: text }) as Partial<Record<Key, string>>;
}

/** All words there are would be asked for at once. */
function withoutAll(text: string, templates: Templates): string {
  return text.replaceAll(/\$\w+|\$\{\w+\}|\[\[\w+\]\]/g, (variable) =>
    templates.isAll(variable) ? '' : variable,
  );
}

function words(value: Value): string {
  return typeof value === 'string' ? value : value.join(' ');
}

/** No text is without an empty one. */
const NOTHING: Pick<Filter, 'op' | 'values'> = { op: '!~', values: [''] };

function interpolateFilter({ field, op, values }: Filter, templates: Templates): Filter[] {
  const lists = values.map((value) => listOf(value, templates, op));
  const name = templates.replace(field, words);
  if (lists.includes(undefined)) return op.startsWith('!') ? [{ field: name, ...NOTHING }] : [];
  const flat = lists.flatMap((list) => list ?? []);
  return flat.length === 0 ? [] : combined({ field: name, op, values: flat });
}

/** Several values need an operator that takes several; of regular expressions the alternatives make one. */
function combined({ field, op, values }: Filter): Filter[] {
  const unique = [...new Set(values)];
  if (unique.length === 1 || op === '=|' || op === '!=|') return [{ field, op, values: unique }];
  if (op === '=' || op === '!=') return [{ field, op: op === '=' ? '=|' : '!=|', values: unique }];
  if (op === '=~' || op === '!~')
    return [{ field, op, values: [unique.map((one) => `(?:${one})`).join('|')] }];
  const numbers = unique.map(Number).filter((number) => !Number.isNaN(number));
  return [{ field, op, values: [String(op === '<' ? Math.min(...numbers) : Math.max(...numbers))] }];
}

const MARK = '\u0001';

/** What a value with variables stands for; undefined = everything. A value with several variables: each with each. */
function listOf(text: string, templates: Templates, op?: FilterOp): readonly string[] | undefined {
  if (!text.includes('$') && !text.includes('[[')) return [text];
  if (templates.isAll(text)) return undefined;
  const lists: string[][] = [];
  const escape = op === '=~' || op === '!~' ? escapeRegex : (value: string): string => value;
  const marked = templates.replace(text, (value) => {
    lists.push((typeof value === 'string' ? [value] : [...value]).map(escape));
    return `${MARK}${lists.length - 1}${MARK}`;
  });
  if (marked !== text && isEverything(marked)) return undefined;
  return lists.reduce<string[]>(
    (texts, list, index) =>
      texts.flatMap((one) => list.map((value) => one.replaceAll(`${MARK}${index}${MARK}`, () => value))),
    [marked],
  );
}
