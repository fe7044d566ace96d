/**
 * The SQL compiler: what a query asks of the rows of one slice, as SQL with every value bound.
 * In: a scope (any text of any user). Out: conditions whose shape depends on the operators alone, never on a value or a name.
 * Filters on what a kind holds are not SQL at all: they choose kinds (kinds.ts). Tenant, time range and the chosen kinds are
 * put outside the conditions here, joined by AND. What `match.ts` means is kept: what SQL cannot say alike calls its tests.
 */
import type { Filter } from '@presage/contract';
import {
  MESSAGE_FIELD,
  compileFilter,
  containsWords,
  requireField,
  wordsOf,
  type ValueTest,
} from '../match.ts';
import { EVENT_ID_FIELD, KIND_FIELDS, type KindField } from '../stored-row.ts';
import type { Scope } from '../store.ts';
import { ROWS_PER_MS, ROW_BITS } from './schema.ts';
import type { Slice } from './slice-files.ts';

export type Bound = string | number;

/** A piece of SQL and the values of its question marks, in order. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Bound[];
}

export interface CompiledScope {
  /** Filters on fields of the kind. */
  readonly kindFilters: readonly Filter[];
  /** Conditions on the row itself; none = the kind says it all. */
  readonly conditions: readonly Sql[];
  /** What `presage_test(n, value)` calls. */
  readonly tests: readonly ValueTest[];
}

/** Throws `bad_query`. */
export function compileScope(scope: Pick<Scope, 'filters' | 'text'>): CompiledScope {
  const tests: ValueTest[] = [];
  const conditions: Sql[] = [];
  const kindFilters: Filter[] = [];
  for (const filter of scope.filters) {
    // Also refuses here what only match.ts can refuse.
    const test = compileFilter(filter);
    if (isKindField(filter.field)) kindFilters.push(filter);
    else conditions.push(compileCondition(filter, test, tests));
  }
  for (const word of wordsOf(scope.text)) conditions.push(compileWord(word, tests));
  return { kindFilters, conditions, tests };
}

export function isKindField(field: string): field is KindField {
  return (KIND_FIELDS as readonly string[]).includes(field);
}

function compileCondition({ field, op, values }: Filter, test: ValueTest, tests: ValueTest[]): Sql {
  const value = fieldSql(field);
  const wanted = values.map((text) => text.toWellFormed());
  switch (op) {
    case '=':
    case '!=':
      return { sql: `${value.sql} ${op} ?`, values: [...value.values, ...wanted] };
    case '=|':
    case '!=|': {
      const among = op === '=|' ? 'IN' : 'NOT IN';
      const list = JSON.stringify(wanted);
      return {
        sql: `${value.sql} ${among} (SELECT value FROM json_each(?))`,
        values: [...value.values, list],
      };
    }
    default:
      return callTest(value, test, tests);
  }
}

/** SQLite folds ASCII only, which is what an ASCII word needs; any other word is looked for as match.ts does. */
function compileWord(word: string, tests: ValueTest[]): Sql {
  if (/^[\0-\x7f]*$/.test(word)) return { sql: 'instr(lower(message), ?) > 0', values: [word] };
  return callTest({ sql: 'message', values: [] }, (message) => containsWords(message, [word]), tests);
}

function callTest(value: Sql, test: ValueTest, tests: ValueTest[]): Sql {
  const values = [tests.push(test) - 1, ...value.values];
  return { sql: `presage_test(?, ${value.sql})`, values };
}

/** Names that can stand in a quoted JSON path as they are. */
const PLAIN_NAME = /^[^"\\\p{Cc}\p{Cs}]+$/u;

/** A row's value of a field that is not the kind's; '' when absent. Throws `bad_query`. */
export function fieldSql(field: string): Sql {
  requireField(field);
  if (field === MESSAGE_FIELD) return { sql: 'message', values: [] };
  if (field === EVENT_ID_FIELD) return { sql: 'event_id', values: [] };
  return PLAIN_NAME.test(field)
    ? { sql: "ifnull(fields ->> ?, '')", values: [`$."${field}"`] }
    : { sql: 'presage_field(fields, ?)', values: [field.toWellFormed()] };
}

/** Whether SQL calls functions of ours for each row. */
export function callsBack(parts: readonly Sql[]): boolean {
  return parts.some(({ sql }) => sql.includes('presage_'));
}

/** Which rows of a slice a statement looks at. */
export interface Reach {
  readonly tenant: number;
  /** JSON list of kind ids; undefined = all that the tenant has. */
  readonly kinds: string | undefined;
  /** Ids from, and below. */
  readonly fromId: number;
  readonly belowId: number;
}

/** The ids of a slice whose times lie in [fromMs, toMs]; belowId ≤ fromId when none do. */
export function idsBetween(
  { startMs, endMs }: Slice,
  fromMs: number,
  toMs: number,
): Pick<Reach, 'fromId' | 'belowId'> {
  const from = Math.max(Math.ceil(fromMs), startMs) - startMs;
  const below = Math.min(Math.floor(toMs) + 1, endMs) - startMs;
  return { fromId: from * ROWS_PER_MS, belowId: below * ROWS_PER_MS };
}

/** How a statement finds its rows: along time, or along the kinds. */
export type Access = 'rows NOT INDEXED' | 'rows INDEXED BY rows_kind';

/** For one row in 256 the running query is asked whether it may go on (`presage_alive` throws when not). */
const ALIVE = `(((id >> ${ROW_BITS}) + id) & 255 <> 0 OR presage_alive())`;

/** FROM and WHERE of a statement on rows. */
export function fromRows(access: Access, reach: Reach, conditions: readonly Sql[]): Sql {
  const kinds = reach.kinds === undefined ? [] : [{ sql: KIND_CHOSEN, values: [reach.kinds] }];
  const all: Sql[] = [
    { sql: 'tenant = ? AND id >= ? AND id < ?', values: [reach.tenant, reach.fromId, reach.belowId] },
    { sql: ALIVE, values: [] },
    ...kinds,
    ...conditions,
  ];
  return {
    sql: `FROM ${access} WHERE ${all.map(({ sql }) => `(${sql})`).join(' AND ')}`,
    values: all.flatMap(({ values }) => values),
  };
}

const KIND_CHOSEN = 'kind IN (SELECT value FROM json_each(?))';
