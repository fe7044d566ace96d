/** Which session a line belongs to: a trace, request, block, session … named in a field or in the message. */

const FIELDS = new Set(
  ['trace', 'request', 'req', 'session', 'correlation', 'block', 'transaction'].flatMap((word) => {
    const upper = word.charAt(0).toUpperCase() + word.slice(1);
    return [`${word}_id`, `${word}id`, `${word}Id`, `${word}ID`, `${word}.id`, `${word}-id`, `${upper}Id`];
  }),
);
const LOWER_D = 100;
const UPPER_D = 68;
/** A longer key is cut. */
const MAX_KEY = 64;
/** A shorter word, or one without a digit, names no session. */
const LEAST_KEY = 5;

/** What stands right before a key in a message, commonest first. A key of `blk_` has its sign. */
const MARKS = [
  'blk_',
  ...['trace', 'request', 'req', 'session', 'correlation', 'transaction', 'block'].flatMap((word) => [
    `${word}_id`,
    `${word}Id`,
    `${word}ID`,
    `${word}-id`,
    `${word} id`,
  ]),
  'req-',
  'session ',
] as const;

/** The key in the fields, if one of them is known to hold one. `fields` is name, value, name, value… */
export function keyOfFields(fields: readonly string[]): string | undefined {
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] ?? '';
    const last = name.charCodeAt(name.length - 1);
    if ((last === LOWER_D || last === UPPER_D) && FIELDS.has(name)) return fields[i + 1]?.slice(0, MAX_KEY);
  }
  return undefined;
}

/** The number of the mark that stands before a key in the message; -1 = none. Slow: asked for a few lines of a template. */
export function findMark(message: string): number {
  return MARKS.findIndex((_, mark) => keyBehind(message, mark) !== undefined);
}

/** The key behind a mark. */
export function keyBehind(message: string, mark: number): string | undefined {
  const word = MARKS[mark];
  if (word === undefined) return undefined;
  const at = message.indexOf(word);
  if (at < 0) return undefined;
  let from = at + word.length;
  while (isBetween(message.charCodeAt(from))) from++;
  let end = from;
  let digits = 0;
  for (; end < message.length && end - from < MAX_KEY; end++) {
    const code = message.charCodeAt(end);
    if (code >= 48 && code <= 57) digits++;
    else if (!isKey(code)) break;
  }
  return digits > 0 && end - from >= LEAST_KEY ? message.slice(from, end) : undefined;
}

/** `=`, `:`, space, quotes, brackets. */
function isBetween(code: number): boolean {
  return (
    code === 61 || code === 58 || code === 32 || code === 34 || code === 39 || code === 91 || code === 40
  );
}

/** A letter, `-` or `_`. */
function isKey(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || code === 45 || code === 95;
}
