import { TEMPLATE_STREAM_FIELD, TEMPLATE_STREAM_VALUE, type Filter } from '@presage/contract';
import { compileFilter, numberOf, wordsOf } from '../match.ts';
import type { CorrectedClass, Scope } from '../store.ts';
import { assertFilterOnly, assertRowPipes } from './logsql-text.ts';

/**
 * What a query of VictoriaLogs is made of. The tenant goes by headers, the range by `start` and `end` and, because the option
 * `ignore_global_time_filter` of a user's text overrides these, once more in our own filter.
 * Our filter goes as `extra_filters`, which VictoriaLogs puts on the query and on all its subqueries. The user's text goes as
 * `query` and never as `extra_filters`: a subquery there makes VictoriaLogs 1.43 run out of memory.
 */
export interface LogsqlParts {
  readonly query: string;
  readonly extraFilters: string;
  readonly start: string;
  readonly end: string;
}

/** Where the overlay of people's corrections shows. */
interface Overlay {
  /** `rows`: a filter for the rows of an entry. */
  readonly classes: readonly { readonly class: string; readonly rows: string }[];
  readonly all: string;
}

const CLASS_FIELD = 'presage_class';
/** By field, not by stream: VictoriaLogs remembers for some seconds that a stream filter found nothing (7 s measured). */
const TEMPLATE_ROWS = `"${TEMPLATE_STREAM_FIELD}":="${TEMPLATE_STREAM_VALUE}"`;

/** Any text as one LogsQL token: VictoriaLogs reads Go's escapes, of which JSON's are a part; half a surrogate pair it would refuse. */
export function quote(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

/** Milliseconds as nanoseconds text. */
export function nanosText(ms: number): string {
  return `${Math.trunc(ms)}000000`;
}

/** For log lines: `pipes` follow the user's text on a line of their own. */
export function compileLogs(scope: Scope, pipes = ''): LogsqlParts {
  if (scope.logsql !== undefined) assertRowPipes(scope.logsql);
  return compile(scope, false, pipes);
}

/** For numbers over rows: `pipes` count what the scope selects; `seesClass`: by a class that people may have corrected. */
export function compileStats(scope: Scope, seesClass: boolean, pipes: string): LogsqlParts {
  if (scope.logsql !== undefined) assertFilterOnly(scope.logsql);
  return compile(scope, seesClass, pipes);
}

/** Field names and values take a filter too. */
export function compileSelection(scope: Scope, seesClass = false): LogsqlParts {
  return compileStats(scope, seesClass, '');
}

function compile(scope: Scope, seesClass: boolean, pipes: string): LogsqlParts {
  const [fromMs, toMs] = [storable(scope.fromMs), storable(scope.toMs)];
  const overlay = overlayOf(scope);
  const filters = scope.filters.map((filter) => compileOver(filter, overlay));
  const text = scope.logsql?.trim() ?? '';
  const overlaid = overlay && seesClass ? overlayPipes(overlay) : [];
  return {
    query: [text === '' ? '*' : text, ...overlaid, ...(pipes === '' ? [] : [pipes])].join('\n'),
    extraFilters: [
      timeFilter(fromMs, toMs),
      `-${TEMPLATE_ROWS}`,
      ...filters,
      ...textFilters(scope.text),
    ].join(' '),
    start: nanosText(fromMs < FIRST_TOLD_MS ? 0 : fromMs),
    end: nanosText(toMs + 1),
  };
}

/** VictoriaLogs keeps times as nanoseconds in 64 bits, and refuses to read others: up to April 2262. */
const LAST_MS = 9_223_372_036_853;
/** Fewer nanoseconds it takes for larger units. */
const FIRST_TOLD_MS = 2 ** 31;

function storable(ms: number): number {
  return Math.min(Math.max(ms, 0), LAST_MS);
}

/** The query as one may read it, and paste it into VictoriaLogs. */
export function shownLogsql({ query, extraFilters }: LogsqlParts): string {
  return query === '*' || query.startsWith('*\n')
    ? `${extraFilters}${query.slice(1)}`
    : `${query}\n| filter ${extraFilters}`;
}

function timeFilter(fromMs: number, toMs: number): string {
  return `_time:[${new Date(fromMs).toISOString()},${new Date(toMs + 1).toISOString()})`;
}

/** Each word of the text is contained in the message, upper and lower case alike. */
function textFilters(text: string | undefined): string[] {
  return wordsOf(text).map((word) => `_msg:~${quote(`(?i)${escapeRegex(word)}`)}`);
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** One filter as LogsQL, with the meaning that `match.ts` gives it. Throws `bad_query`. */
export function compileFilterOf(filter: Filter): string {
  compileFilter(filter);
  const { field, op, values } = filter;
  const name = quote(field);
  const value = values[0] ?? '';
  const anyOf = values.length === 0 ? '-*' : `${name}:in(${values.map(quote).join(',')})`;
  switch (op) {
    case '=':
      return `${name}:=${quote(value)}`;
    case '!=':
      return `-${name}:=${quote(value)}`;
    case '=|':
      return anyOf;
    case '!=|':
      return values.length === 0 ? '*' : `-${anyOf}`;
    case '=~':
      return `${name}:~${quote(value)}`;
    case '!~':
      return `-${name}:~${quote(value)}`;
    case '<':
    case '>':
      return compared(name, op, value);
  }
}

/** What `match.ts` takes for a number. */
const IS_NUMBER = quote('^[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?$');

/**
 * Numbers as numbers, all else by code point; a row without the field is neither less nor more. VictoriaLogs reads durations, sizes,
 * dates and addresses as numbers too, in units that nobody asked for (`5ms` is more than 100): those stay out, as everywhere.
 */
function compared(name: string, op: '<' | '>', value: string): string {
  if (numberOf(value) !== undefined)
    return `(${name}:${op}${quote(value.replace(/^\+/, ''))} ${name}:~${IS_NUMBER})`;
  return op === '<'
    ? `${name}:string_range("\\u0000",${quote(value)})`
    : `${name}:string_range(${quote(`${value}\u0000`)},"\\xff\\xff\\xff\\xff")`;
}

function overlayOf({ corrected }: Scope): Overlay | undefined {
  const classes = corrected
    .filter(({ templateIds }) => templateIds.length > 0)
    .map((entry) => ({ class: entry.class, rows: rowsOf(entry) }));
  return classes.length === 0 ? undefined : { classes, all: classes.map(({ rows }) => rows).join(' or ') };
}

function rowsOf({ service, templateIds }: CorrectedClass): string {
  const ids = `"presage_template_id":in(${templateIds.map(quote).join(',')})`;
  return service === undefined ? ids : `("service":in(${quote(service)},"") ${ids})`;
}

/** A filter by class sees the class that a person has set. */
function compileOver(filter: Filter, overlay: Overlay | undefined): string {
  const plain = compileFilterOf(filter);
  if (!overlay || filter.field !== CLASS_FIELD) return plain;
  const test = compileFilter(filter);
  const matched = overlay.classes.filter((entry) => test(entry.class));
  const untouched = `(${plain} -(${overlay.all}))`;
  return `(${[untouched, ...matched.map(({ rows }) => rows)].join(' or ')})`;
}

function overlayPipes({ classes }: Overlay): string[] {
  return classes.map((entry) => `| format if (${entry.rows}) ${quote(entry.class)} as ${CLASS_FIELD}`);
}
