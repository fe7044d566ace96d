import { escaped, escapeRegex, quoted } from './quote';
import { isEverything, type Templates, type Value } from './templates';

const NAME = String.raw`\$(?!__)\w+|\$\{(?!__)\w+\}|\[\[(?!__)\w+\]\]`;
/** `$name`, `${name}`, `[[name]]`. */
const VARIABLE = new RegExp(NAME, 'y');
/** The same as all that stands between two quotes. */
const QUOTED = new RegExp(`(["'\`])(${NAME})\\1`, 'y');
/** One with a format of its own (`${name:raw}`) is Grafana's to replace. Built-in ones are numbers. */
const OTHER = /\$\w+|\$\{\w+[^}]*\}|\[\[\w+(?::\w+)?\]\]/y;
/** Outside of quotes also a comment, whose own quotes mean nothing and which no value may end. */
const OTHER_OR_COMMENT = new RegExp(`${OTHER.source}|#[^\\n]*`, 'y');
/** What stands before a variable and says what is meant: `:=`, `:!~`, `:`, and of the message or in a stream selector `=`, `!~`, … */
const OPERATOR = /(:\s*(?:!=|!~|!|=|~|>=|<=|>|<)?|=~|!~|!=|=|~)\s*$/;
/** Behind it values stand in a list. */
const FUNCTION = /\b(?!(?:and|or|not)\()\w+\([^()]*$/i;

/** What a variable stands for. No value is everything. */
interface Found {
  readonly list: readonly string[];
  /** It is a custom value for All: written by a person, as a pattern where patterns stand. */
  readonly isPattern: boolean;
}

/**
 * LogsQL with its variables replaced so that a value is always one value: quoted outside of quotes, escaped inside, several values in
 * the form that the operator before them needs. "All" becomes what matches everything. In values no variables are looked for.
 */
export function interpolateLogsql(text: string, templates: Templates): string {
  if (!text.includes('$') && !text.includes('[[')) return text;
  let out = '';
  let quote = '';
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const isOpen = quote === '';
    const [whole, , name = whole] =
      (isOpen && !endsWithTilde(out) ? matchAt(QUOTED, text, at) : undefined) ??
      matchAt(VARIABLE, text, at) ??
      [];
    const found = name === undefined ? undefined : valuesOf(name, templates);
    if (whole !== undefined && found !== undefined) {
      out = isOpen ? placed(out, found, depth > 0) : out + inQuotes(found, quote, out);
      at += whole.length;
      continue;
    }
    const other = matchAt(isOpen ? OTHER_OR_COMMENT : OTHER, text, at)?.[0];
    if (other !== undefined) {
      out += other.startsWith('#') ? other : templates.replace(other, listed);
      at += other.length;
      continue;
    }
    const char = text.charAt(at);
    const isEscape = !isOpen && quote !== '`' && char === '\\';
    if (!isEscape && '"\'`'.includes(char)) quote = isOpen ? char : quote === char ? '' : quote;
    if (quote === '') depth += char === '{' ? 1 : char === '}' ? -1 : 0;
    out += isEscape ? text.slice(at, at + 2) : char;
    at += isEscape ? 2 : 1;
  }
  return out;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function endsWithTilde(before: string): boolean {
  return /~\s*$/.test(before);
}

function listed(value: Value): string {
  return typeof value === 'string' ? value : value.map(quoted).join(',');
}

function placed(before: string, found: Found, inStream: boolean): string {
  const operator = OPERATOR.exec(before)?.[1]?.replace(/\s/g, '') ?? '';
  if (operator === '') return before + bare(found.list, before);
  return before.replace(OPERATOR, '') + (inStream ? streamForm(operator, found) : fieldForm(operator, found));
}

/** In a list — `in(…)`, `contains_any(…)` — the values with commas; on its own a word, or any of several. */
function bare(list: readonly string[], before: string): string {
  if (list.length === 0) return '*';
  if (/[(,]\s*$/.test(before) && FUNCTION.test(before)) return list.map(quoted).join(',');
  return list.length === 1 ? quoted(list[0] ?? '') : `(${list.map(quoted).join(' or ')})`;
}

function fieldForm(operator: string, found: Found): string {
  const { list } = found;
  const start = `${operator.startsWith(':') ? ':' : ''}${operator.includes('!') ? '!' : ''}`;
  if (list.length === 0) return `${start}in(*)`;
  const [only = ''] = list;
  if (operator.endsWith('~')) return `${start}~${quoted(patternOf(found))}`;
  if (list.length === 1) return /[<>]/.test(operator) ? operator + number(only) : operator + quoted(only);
  if (operator.endsWith('=')) return `${start}in(${list.map(quoted).join(',')})`;
  return `${start}(${list.map(quoted).join(' or ')})`;
}

function streamForm(operator: string, found: Found): string {
  const { list } = found;
  const within = operator.startsWith('!') ? ' not_in' : ' in';
  if (list.length === 0) return `${within} (*)`;
  if (operator.endsWith('~')) return operator + quoted(patternOf(found));
  if (list.length === 1) return operator + quoted(list[0] ?? '');
  return `${within} (${list.map(quoted).join(',')})`;
}

/** Among other text in quotes: of several, a regular expression takes the alternatives. */
function inQuotes(found: Found, quote: string, before: string): string {
  const isRegex = endsWithTilde(before.slice(0, before.lastIndexOf(quote)));
  const text = isRegex ? patternOf(found) : found.list.join(' ');
  return quote === '`' ? text.replaceAll('`', '') : escaped(text, quote);
}

function patternOf({ list, isPattern }: Found): string {
  if (list.length === 0) return '.*';
  const all = isPattern ? list : list.map(escapeRegex);
  return all.length === 1 ? (all[0] ?? '') : `(${all.join('|')})`;
}

/** Undefined: there is no such variable. */
function valuesOf(variable: string, templates: Templates): Found | undefined {
  if (templates.isAll(variable)) return { list: [], isPattern: false };
  let value: Value | undefined;
  const replaced = templates.replace(variable, (found) => {
    value = found;
    return '';
  });
  if (value !== undefined) return { list: typeof value === 'string' ? [value] : value, isPattern: false };
  if (replaced === variable) return undefined;
  // Grafana puts a custom value for All in without asking for a format.
  return { list: isEverything(replaced) ? [] : [replaced], isPattern: true };
}

function number(text: string): string {
  return /^-?\d+(\.\d+)?\w*$/.test(text) ? text : quoted(text);
}
