import { isSecret } from './likely.ts';
import { quoted } from './notation.ts';
import type { Place, Rule } from './rule.ts';

/** Passwords in statements, as databases and their drivers log them. */
function rule(words: readonly string[], form: string, more: Partial<Rule> = {}): Rule {
  return { kind: 'PASSWORD', words, pattern: new RegExp(form, 'dgi'), holds: isSecret, ...more };
}

const value = `[NE]?${quoted}`;
/** Names of columns whose values are hidden; the last part of a name counts. */
const SECRET_COLUMN =
  /(?:pass_?word|passwd|pass_?phrase|passcode|pwd|secret|token|api_?key|private_?key|otp|pin_?code)(?:_?(?:hash|digest|enc|encrypted|salt))?$/i;

const STATEMENTS: readonly Rule[] = [
  rule(
    ['identified'],
    String.raw`\bidentified\s{1,3}(?:with\s{1,3}["'\w]{1,64}\s{1,3})?(?:by|as)\s{1,3}(?:(?:values|password)\s{1,3})?${value}`,
  ),
  rule(
    ['identified'],
    String.raw`\b(?:(?:create|alter)\s{1,3}(?:user|role)|grant)\s[^\n;]{0,300}?\sidentified\s{1,3}by\s{1,3}(?!values|password|random)([^\s;,"'()\x60]{1,128})`,
  ),
  rule(
    ['set password'],
    String.raw`\bset\s{1,3}password\s{1,3}(?:for\s{1,3}\S{1,200}\s{0,3})?=\s{0,3}(?:\w{1,20}\(\s{0,3})?${value}`,
  ),
  rule(['password'], String.raw`\bpassword\s{1,3}${quoted}`),
  rule(['password('], String.raw`password\(\s{0,3}${value}`),
  rule(['crypt('], String.raw`\bcrypt\(\s{0,3}${value}(?=["']\s?,)`),
  rule(
    ['key ('],
    String.raw`\((?:\w{0,40}_)?(?:password|passwd|token|secret|api_?key)\)=\(([^)\n]{1,1024})\)`,
  ),
  // Name and value as a pair of a list, as drivers and frameworks show bound values.
  rule(
    ['pass', 'pwd', 'secret', 'token', 'api', 'cookie', 'authorization'],
    String.raw`[[(]\s?b?\\{0,2}["'](?:[\w.-]{0,40}(?:password|passwd|pwd|secret|token|api_?key)|(?:set-)?cookie|authorization)\\{0,2}["']\s?,\s?b?${quoted}`,
  ),
];

/** `INSERT INTO users (id, password) VALUES (1, 'x'), …`: the columns say which values are hidden. */
const INSERT = /\binto\s{1,3}[\w."'`[\]-]{1,200}\s{0,3}\(([^()]{1,4000})\)\s{0,3}values?\s{0,3}(?=\()/gi;
/** A string ends at a quote without another behind it: were a doubled one also two strings, a row of quotes could be read in 2ⁿ ways. */
const STRING = String.raw`'(?:[^'\\]|\\.|'')*'(?!')`;
/** A value with the comma or the bracket behind it, up to which brackets of functions and strings are passed. */
const VALUE = new RegExp(String.raw`\s{0,40}((?:[^'(),]|${STRING}|\((?:[^'()]|${STRING})*\))*)([,)])`, 'dy');

const INSERTS: Rule = {
  kind: 'PASSWORD',
  words: ['values', 'value ('],
  pattern: insertedSecrets,
  holds: isSecret,
};

function* insertedSecrets(text: string): Generator<Place> {
  for (const match of text.matchAll(INSERT)) {
    const columns = (match[1] ?? '')
      .split(',')
      .map((name) => SECRET_COLUMN.test(name.replace(/["'`[\]\s]/g, '')));
    if (columns.includes(true)) yield* secretsOfRows(text, match.index + match[0].length, columns);
  }
}

function* secretsOfRows(text: string, at: number, columns: readonly boolean[]): Generator<Place> {
  let start = at;
  while (text[start] === '(') {
    VALUE.lastIndex = start + 1;
    let column = 0;
    for (let found = VALUE.exec(text); ; found = VALUE.exec(text)) {
      const [from, to] = found?.indices?.[1] ?? [0, 0];
      if (found === null) return;
      if (columns[column++] === true) yield* stringIn(text, from, to);
      if (found[2] === ')') break;
    }
    start = VALUE.lastIndex;
    while (text[start] === ' ' || text[start] === ',') start++;
  }
}

/** What stands in the quotes, also of a function's argument; `?` and `$1` stand for a value that is not there. */
function* stringIn(text: string, from: number, to: number): Generator<Place> {
  const first = text.indexOf("'", from);
  if (first < 0 || first >= to) return;
  const last = text.lastIndexOf("'", to - 1);
  if (last > first + 1) yield [first + 1, last];
}

export const SQL_RULES: readonly Rule[] = [...STATEMENTS, INSERTS];
