/**
 * What a filter means, written once: the memory store and the live tail run it, the SQL compiler must agree with it.
 * In: the filters and the text of a query. Out: whether a row is meant. Nothing else may decide that in this room.
 *
 * A field that a row does not have is the empty text; `_msg` is the message. Then, with `x` the row's value:
 * `=` / `!=`   x is / is not exactly the one value.
 * `=|` / `!=|` x is any / none of the values; with no values: nothing / everything.
 * `=~` / `!~`  the RE2 pattern is / is not found anywhere in x (`^…$` for the whole); linear time whatever the pattern.
 * `<` / `>`    a decimal number is compared with numbers only, any other text as text by code point; an absent field is neither.
 * text         every word (cut at white space) is contained in the message, upper and lower case alike.
 */
import { RE2JS } from 're2js';
import { RESERVED_NAMES, type Filter } from '@presage/contract';
import { PresageError, messageOf } from '../errors.ts';
import type { StoredRow } from './store.ts';

/** The part of a row that filters look at. */
export type Matchable = Pick<StoredRow, 'message' | 'fields'>;

/** Whether a value passes; '' = the row does not have the field. */
export type ValueTest = (value: string) => boolean;

export const MESSAGE_FIELD = '_msg';
const TIME_FIELD = '_time';

/** As compileMatch, for one row. */
export function matches(row: Matchable, filters: readonly Filter[], text: string | undefined): boolean {
  return compileMatch(filters, text)(row);
}

/** All filters and all words of the text hold. Throws `bad_query` for a filter that cannot be understood. */
export function compileMatch(
  filters: readonly Filter[],
  text: string | undefined,
): (row: Matchable) => boolean {
  const tests = filters.map((filter) => {
    const test = compileFilter(filter);
    const field = filter.field.toWellFormed();
    return (row: Matchable): boolean => test(valueOf(row, field));
  });
  const words = wordsOf(text);
  if (words.length > 0) tests.push((row) => containsWords(row.message, words));
  return (row) => tests.every((test) => test(row));
}

/** A row's value of a field; '' when absent. */
export function valueOf(row: Matchable, field: string): string {
  if (field === MESSAGE_FIELD) return row.message;
  return Object.hasOwn(row.fields, field) ? (row.fields[field] ?? '') : '';
}

/** The test of one filter. Stored text is well-formed Unicode, so what is asked is made so too. Throws `bad_query`. */
export function compileFilter({ field, op, values: asked }: Filter): ValueTest {
  requireField(field);
  const values = asked.map((value) => value.toWellFormed());
  if (op === '=|' || op === '!=|') {
    const set = new Set(values);
    return op === '=|' ? (value) => set.has(value) : (value) => !set.has(value);
  }
  const [wanted, ...more] = values;
  if (wanted === undefined || more.length > 0) {
    throw new PresageError(
      'bad_query',
      `The filter ${op} on ${field} has ${values.length} values; it takes one. Use =| or !=| for a list.`,
    );
  }
  return compileOne(field, op, wanted);
}

/**
 * Throws `bad_query` for a name that no row can have as a field. Not for tidiness alone: VictoriaLogs 1.43 dies of a comparison
 * with `"_stream"`, which it prints without the quotes and cannot read again.
 */
export function requireField(field: string): void {
  if (RESERVED_NAMES.includes(field)) {
    throw new PresageError(
      'bad_query',
      `${field} is no field of lines to filter or group by; name the fields that the stream is made of.`,
    );
  }
  if (field === TIME_FIELD) {
    throw new PresageError(
      'bad_query',
      '_time is not a field to filter or group by; set the time range instead.',
    );
  }
}

function compileOne(field: string, op: Exclude<Filter['op'], '=|' | '!=|'>, wanted: string): ValueTest {
  switch (op) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '<':
    case '>':
      return compareWith(wanted, op === '<' ? -1 : 1);
    case '=~':
    case '!~': {
      const pattern = compilePattern(field, wanted);
      return op === '=~' ? (value) => pattern.test(value) : (value) => !pattern.test(value);
    }
  }
}

function compilePattern(field: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (thrown) {
    throw new PresageError(
      'bad_query',
      `The pattern for ${field} is not an RE2 regular expression: ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a text is; undefined when it is none. Too large ones are infinite. */
export function numberOf(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

/** `sign` of the order of a value and the wanted one. */
function compareWith(wanted: string, sign: -1 | 1): ValueTest {
  const bound = numberOf(wanted);
  if (bound === undefined) return (value) => value !== '' && compareText(value, wanted) * sign > 0;
  return (value) => {
    const number = numberOf(value);
    return number !== undefined && (sign < 0 ? number < bound : number > bound);
  };
}

/** Order by code point, which is also the order of the UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates (U+D800…DFFF) stand for code points above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** The words of a search text, folded. */
export function wordsOf(text: string | undefined): readonly string[] {
  return fold((text ?? '').toWellFormed())
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Whether the message contains every one of the folded words. */
export function containsWords(message: string, words: readonly string[]): boolean {
  const folded = fold(message);
  return words.every((word) => folded.includes(word));
}

/** U+0130 and U+212A are the only code points beyond ASCII whose lower case is ASCII (checked in match.test.ts). */
const LOWERED_TO_ASCII = /[\u0130\u212a]/;
const AROUND_THOSE = /(?<=[\u0130\u212a])|(?=[\u0130\u212a])/;

/**
 * Lower case for search: letter by letter (one sigma wherever it stands), and what is not ASCII stays not ASCII, so that an
 * ASCII word is found by folding ASCII alone, as SQLite's lower() does.
 */
export function fold(text: string): string {
  const lowered = LOWERED_TO_ASCII.test(text)
    ? text
        .split(AROUND_THOSE)
        .map((part) => (LOWERED_TO_ASCII.test(part) ? part : part.toLowerCase()))
        .join('')
    : text.toLowerCase();
  return lowered.replaceAll('\u03c2', '\u03c3');
}
