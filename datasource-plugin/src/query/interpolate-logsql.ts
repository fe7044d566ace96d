import { escaped, escapeRegex, quoted } from './quote';
import type { Templates, Value } from './templates';

/** `$name`, `${name}`, `[[name]]`; one with a format of its own (`${name:raw}`) is Grafana's to replace. Built-in ones are numbers. */
const VARIABLE = /\$(?!__)\w+|\$\{(?!__)\w+\}|\[\[(?!__)\w+\]\]/y;
/** What stands before a variable and says what is meant: `:=`, `:!~`, `:`, and in a stream selector `=`, `!=`, `=~`, `!~`. */
const OPERATOR = /(:\s*(?:!=|!~|!|=|~|>=|<=|>|<)?|=~|!~|!=|=)\s*$/;

/**
 * LogsQL with its variables replaced so that a value is always one value: quoted outside of quotes, escaped inside, several values in
 * the form that the operator before them needs. "All" becomes what matches everything.
 */
export function interpolateLogsql(text: string, templates: Templates): string {
  if (!text.includes('$') && !text.includes('[[')) return text;
  let out = '';
  let quote = '';
  let depth = 0;
  for (let at = 0; at < text.length;) {
    VARIABLE.lastIndex = at;
    const variable = VARIABLE.exec(text)?.[0];
    if (variable !== undefined) {
      out =
        quote === ''
          ? placed(out, variable, depth > 0, templates)
          : out + inQuotes(variable, quote, out, templates);
      at += variable.length;
      continue;
    }
    const char = text.charAt(at);
    const escaped = quote !== '' && quote !== '`' && char === '\\';
    if (!escaped && '"\'`'.includes(char)) quote = quote === '' ? char : quote === char ? '' : quote;
    if (quote === '') depth += char === '{' ? 1 : char === '}' ? -1 : 0;
    out += escaped ? text.slice(at, at + 2) : char;
    at += escaped ? 2 : 1;
  }
  return templates.replace(out, (value) => (typeof value === 'string' ? value : value.map(quoted).join(',')));
}

function placed(before: string, variable: string, inStream: boolean, templates: Templates): string {
  const values = templates.isAll(variable) ? undefined : valuesOf(variable, templates);
  if (values?.unknown === true) return before + variable;
  const list = values?.list;
  const operator = OPERATOR.exec(before)?.[1]?.replace(/\s/g, '') ?? '';
  if (operator === '') return before + (list === undefined ? '*' : bare(list, before));
  const head = before.replace(OPERATOR, '');
  return head + (inStream ? streamForm(operator, list) : fieldForm(operator, list));
}

/** In a list — `in(…)`, `contains_any(…)` — the values with commas; on its own a word, or any of several. */
function bare(list: readonly string[], before: string): string {
  if (/[(,]\s*$/.test(before) && /\b\w+\([^()]*$/.test(before)) return list.map(quoted).join(',');
  return list.length === 1 ? quoted(list[0] ?? '') : `(${list.map(quoted).join(' or ')})`;
}

function fieldForm(operator: string, list: readonly string[] | undefined): string {
  const negation = operator.startsWith(':!') ? '!' : '';
  if (list === undefined) return `:${negation}in(*)`;
  const [only = ''] = list;
  if (operator.endsWith('~')) return `:${negation}~${quoted(alternatives(list))}`;
  if (list.length === 1) return /[<>]/.test(operator) ? operator + number(only) : operator + quoted(only);
  if (operator === ':=' || operator === ':!=') return `:${negation}in(${list.map(quoted).join(',')})`;
  return `:${negation}(${list.map(quoted).join(' or ')})`;
}

function streamForm(operator: string, list: readonly string[] | undefined): string {
  const negative = operator.startsWith('!');
  if (list === undefined) return negative ? ' not_in (*)' : ' in (*)';
  if (operator.endsWith('~')) return operator + quoted(alternatives(list));
  if (list.length === 1) return operator + quoted(list[0] ?? '');
  return `${negative ? ' not_in' : ' in'} (${list.map(quoted).join(',')})`;
}

/** Inside quotes the user has already said where the value ends; of several, a regular expression takes the alternatives. */
function inQuotes(variable: string, quote: string, before: string, templates: Templates): string {
  const found = valuesOf(variable, templates);
  if (found.unknown) return variable;
  const opened = before.slice(0, before.lastIndexOf(quote));
  const isRegex = /~\s*$/.test(opened);
  if (isRegex && templates.isAll(variable)) return '.*';
  const text = isRegex ? alternatives(found.list) : found.list.join(' ');
  return quote === '`' ? text.replaceAll('`', '') : escaped(text, quote);
}

function alternatives(list: readonly string[]): string {
  const all = list.map(escapeRegex);
  return all.length === 1 ? (all[0] ?? '') : `(${all.join('|')})`;
}

function valuesOf(
  variable: string,
  templates: Templates,
): { readonly unknown: boolean; readonly list: readonly string[] } {
  let value: Value | undefined;
  const replaced = templates.replace(variable, (found) => {
    value = found;
    return '';
  });
  if (value !== undefined) return { unknown: false, list: typeof value === 'string' ? [value] : value };
  // Grafana puts a custom value for All in without asking for a format.
  return { unknown: replaced === variable, list: [replaced] };
}

function number(text: string): string {
  return /^-?\d+(\.\d+)?\w*$/.test(text) ? text : quoted(text);
}
