import { PresageError } from '../../errors.ts';

/**
 * Pipes that change a row but neither the number of rows nor their times, and look at nothing else.
 * Others (stats, sort, limit, fields, stream_context, union, join …) would break paging or reach outside the asked window.
 */
const ROW_PIPES: ReadonlySet<string> = new Set([
  'collapse_nums', 'copy', 'cp', 'decolorize', 'extract', 'extract_regexp', 'filter', 'format', 'hash',
  'json_array_len', 'len', 'math', 'eval', 'pack_json', 'pack_logfmt', 'replace', 'replace_regexp',
  'unpack_json', 'unpack_logfmt', 'unpack_syslog', 'unpack_words', 'where',
]); // prettier-ignore

/**
 * Names that VictoriaLogs 1.43 takes in quotes, prints without and then cannot read again: it dies of a filter on them. Spelled
 * with any of the escapes that it reads.
 */
const DEADLY = new RegExp(
  `["'\`](?:${['_time', '_stream', '_stream_id'].map(spelled).join('|')})["'\`](?=(?:[\\s\\x85]|#.*\n)*:)`,
  'y',
);

function spelled(name: string): string {
  return Array.from(name, (letter) => {
    const code = letter.charCodeAt(0);
    const hex = code.toString(16).replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    return `(?:${letter}|\\\\(?:x${hex}|u00${hex}|U000000${hex}|${code.toString(8).padStart(3, '0')}))`;
  }).join('');
}

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What a user's LogsQL looks like from outside: the first word of each of its pipes. */
export interface LogsqlShape {
  readonly pipes: readonly string[];
}

/**
 * Reads a user's LogsQL far enough to see where a quote, a bracket or a comment ends and which pipes it has,
 * by the rules of VictoriaLogs' own lexer. Throws `bad_query` when a quote or bracket stays open:
 * what follows it in the query would become part of it.
 */
export function shapeOf(text: string): LogsqlShape {
  const pipes: string[] = [];
  const open: string[] = [];
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      refuseDeadly(text, at);
      at = endOfQuote(text, at);
      continue;
    }
    if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (character === '|' && open.length === 0) pipes.push(wordAfter(text, at + 1));
    trackBrackets(character, open);
    at++;
  }
  if (open.length > 0) throw badText(`A \`${open.at(-1) ?? ''}\` is missing.`);
  return { pipes };
}

/** For numbers over rows, `logsql` must be a filter. */
export function assertFilterOnly(text: string): void {
  const [pipe] = shapeOf(text).pipes;
  if (pipe !== undefined)
    throw badText(
      `Pipes (\`| ${pipe}\`) cannot be part of it when lines are counted: grouping and value are chosen in the query itself.`,
    );
}

/** For log lines, pipes that work on each row alone are taken. */
export function assertRowPipes(text: string): void {
  const pipe = shapeOf(text).pipes.find((name) => !ROW_PIPES.has(name.toLowerCase()));
  if (pipe !== undefined)
    throw badText(
      `The pipe \`| ${pipe}\` cannot be used for log lines: only pipes that change each line alone can (${[...ROW_PIPES].join(', ')}).`,
    );
}

/** Brackets of ranges may close as the other kind: `[1, 5)`. */
function trackBrackets(character: string, open: string[]): void {
  const closes = PAIRS[character];
  if (closes !== undefined) open.push(closes);
  else if (')]}'.includes(character)) {
    const expected = open.pop();
    const isBraceMixed = (expected === '}') !== (character === '}');
    if (expected === undefined || isBraceMixed) throw badText(`A \`${character}\` closes nothing.`);
  }
}

function refuseDeadly(text: string, at: number): void {
  DEADLY.lastIndex = at;
  const [name] = DEADLY.exec(text) ?? [];
  if (name !== undefined) throw badText(`Write ${name} without quotes.`);
}

function endOfQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === quote) return at + 1;
    if (character === '\\' && quote !== '`') at++;
    else if (character === '\n' && quote !== '`') break;
  }
  throw badText(`A ${quote} stays open.`);
}

function wordAfter(text: string, at: number): string {
  return /^\s*([\w-]*)/.exec(text.slice(at, at + 80))?.[1] ?? '';
}

function badText(message: string): PresageError {
  return new PresageError('bad_query', `The LogsQL text cannot be used. ${message}`);
}
