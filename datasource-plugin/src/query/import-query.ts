import { fieldOf, withFilters } from './filters';
import { FIELD, QUERY_VERSION, type Filter, type FilterOp, type PresageQuery } from './model';
import { escapeRegex } from './quote';
import { variableName } from './templates';

/** A query of the datasource that was chosen before. */
export interface ForeignQuery {
  readonly refId: string;
  readonly expr?: unknown;
  readonly query?: unknown;
}

/** Loki's stream selector and line filters, or VictoriaLogs' LogsQL; anything else becomes a plain query for lines. */
export function importQuery(foreign: ForeignQuery, datasourceType: string): PresageQuery {
  const plain: PresageQuery = { refId: foreign.refId, version: QUERY_VERSION, query_type: 'logs' };
  const expr =
    typeof foreign.expr === 'string' ? foreign.expr : typeof foreign.query === 'string' ? foreign.query : '';
  if (expr.trim() === '') return plain;
  if (datasourceType === 'loki') return fromLoki(plain, expr);
  return datasourceType.includes('victoriametrics-logs') ? { ...plain, logsql: expr } : plain;
}

/** Its quoted values may hold braces: `{pod=~"web-[0-9]{3}"}`. */
const SELECTOR = /\{(?:[^}"`]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\}/;
const MATCHER = /([\w.]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)/g;
const LINE_FILTER = /(\|=|\|~|!=|!~)\s*("(?:[^"\\]|\\.)*"|`[^`]*`)/g;
const COUNTING = /\b(count_over_time|rate|sum|topk|bytes_rate|bytes_over_time)\s*(by\b|without\b|\()/;
const GROUPING = /\bby\s*\(([^)]*)\)/;

/** `{app="x"} |= "y"` → filters; `sum by (app) (rate(…))` → a rate by the same fields. Parsers and formats have no counterpart. */
function fromLoki(plain: PresageQuery, expr: string): PresageQuery {
  const [selector = ''] = SELECTOR.exec(expr) ?? [];
  const rest = selector === '' ? '' : expr.slice(expr.indexOf(selector) + selector.length);
  const matchers = [...selector.matchAll(MATCHER)].map(([, name = '', op = '=', value = '']) =>
    matcherOf(serviceName(name), op as FilterOp, unquoted(value)),
  );
  const lines = [...rest.matchAll(LINE_FILTER)].map(([, op = '', value = '']) => ({
    op,
    text: unquoted(value),
  }));
  const text = lines.filter(({ op }) => op === '|=').map((line) => line.text);
  const regexes = lines
    .filter(({ op }) => op !== '|=')
    .map(({ op, text: value }) =>
      filterOf('_msg', op === '|~' ? '=~' : '!~', op === '!=' ? escapeRegex(value) : value),
    );
  const query = withFilters(text.length === 0 ? plain : { ...plain, text: text.join(' ') }, [
    ...matchers,
    ...regexes,
  ]);
  return COUNTING.test(expr) ? counted(query, expr) : query;
}

function counted(query: PresageQuery, expr: string): PresageQuery {
  const groups = GROUPING.exec(expr)?.[1]
    ?.split(',')
    .map((name) => serviceName(name.trim()))
    .filter((name) => name !== '');
  const value = /\brate\s*\(/.test(expr) ? 'rate' : 'count';
  return { ...query, query_type: 'stats', value, ...(groups === undefined ? {} : { group_by: groups }) };
}

/** Loki's streams name a service in several ways. */
function serviceName(name: string): string {
  if (name === 'service_name' || name === 'app' || name === 'job') return FIELD.service;
  return name === 'level' ? FIELD.severity : fieldOf(name);
}

/** Loki's patterns are of the whole value, ours of any part. One that is a variable alone stands for its values. */
function matcherOf(field: string, op: FilterOp, value: string): Filter {
  if (op !== '=~' && op !== '!~') return filterOf(field, op, value);
  if (variableName(value) !== undefined) return filterOf(field, op === '=~' ? '=|' : '!=|', value);
  return filterOf(field, op, `^(?:${value})$`);
}

function filterOf(field: string, op: FilterOp, value: string): Filter {
  return { field, op, values: [value] };
}

function unquoted(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
