/**
 * What VictoriaLogs' filter `pattern_match_full` (1.43) takes for the whole of a text, rebuilt from how it behaves, so that a
 * pattern can be tried before it is given out. Where its reading of quotations is intricate this one is stricter.
 */

/** What stands for what differs: a number, five numbers with `-` between, four with `.`, … , a word or a quotation. */
export const PLACEHOLDERS = ['<N>', '<UUID>', '<IP4>', '<TIME>', '<DATE>', '<DATETIME>', '<W>'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A pattern read: texts, and between two of them a placeholder. */
interface Reading {
  readonly texts: readonly string[];
  readonly placeholders: readonly Placeholder[];
}

/** Least digits of a number that has a…f in it; their count must be even. */
const LEAST_HEX = 4;
/** Letters that may follow a number at once, as units do. */
const NUMBER_ENDS = '_TZsmhun';
/** Letters that a number may follow at once. */
const NUMBER_STARTS = '_TXxvshm';

/** Whether the pattern takes the whole text. */
export function matchesFully(pattern: string, text: string): boolean {
  const { texts, placeholders } = readPattern(pattern);
  let at = 0;
  for (const [i, literal] of texts.entries()) {
    if (!text.startsWith(literal, at)) return false;
    at += literal.length;
    const placeholder = placeholders[i];
    if (placeholder === undefined) break;
    at = placeholderEnd(placeholder, text, at);
    if (at < 0) return false;
  }
  return at === text.length;
}

/** From a `<` on nothing is a placeholder up to the next `>`, unless both enclose the name of one. */
function readPattern(pattern: string): Reading {
  const texts: string[] = [];
  const placeholders: Placeholder[] = [];
  let literal = '';
  let at = 0;
  while (at < pattern.length) {
    const open = pattern.indexOf('<', at);
    const close = open < 0 ? -1 : pattern.indexOf('>', open);
    if (close < 0) break;
    literal += pattern.slice(at, open);
    const name = pattern.slice(open, close + 1);
    const placeholder = PLACEHOLDERS.find((known) => known === name);
    at = close + 1;
    if (placeholder === undefined) literal += name;
    else {
      texts.push(literal);
      placeholders.push(placeholder);
      literal = '';
    }
  }
  return { texts: [...texts, literal + pattern.slice(at)], placeholders };
}

/** Where what a placeholder stands for ends in the text, if it begins at `at`; -1 = it is something else. */
export function placeholderEnd(placeholder: Placeholder, text: string, at: number): number {
  switch (placeholder) {
    case '<N>':
      return numberEnd(text, at);
    case '<UUID>':
      return numbersEnd(text, at, 5, '-');
    case '<IP4>':
      return numbersEnd(text, at, 4, '.');
    case '<TIME>':
      return timeEnd(text, at);
    case '<DATE>':
      return dateEnd(text, at);
    case '<DATETIME>':
      return dateTimeEnd(text, at);
    case '<W>':
      return wordOrQuotationEnd(text, at);
  }
}

/** Whether a number that begins at `at` would be found there: no letter stands before it but those that may. */
export function mayBeginNumber(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return at === 0 || !isWordCharacter(before) || NUMBER_STARTS.includes(before);
}

/** Where the word at `at` ends: letters, digits and `_`. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && isWordCharacter(text.charAt(end))) end++;
  return end;
}

function isWordCharacter(char: string): boolean {
  return /[\p{L}\p{Nd}_]/u.test(char);
}

function numberEnd(text: string, at: number): number {
  let end = at;
  while (/[0-9a-fA-F]/.test(text.charAt(end))) end++;
  const next = text.charAt(end);
  if (/[0-9A-Za-z_]/.test(next) && !NUMBER_ENDS.includes(next)) return -1;
  const number = text.slice(at, end);
  if (/^\d+$/.test(number)) return end;
  return number.length >= LEAST_HEX && number.length % 2 === 0 ? end : -1;
}

function numbersEnd(text: string, at: number, count: number, separator: string): number {
  let end = numberEnd(text, at);
  for (let i = 1; i < count && end >= 0; i++)
    end = text.charAt(end) === separator ? numberEnd(text, end + 1) : -1;
  return end;
}

function timeEnd(text: string, at: number): number {
  const end = numbersEnd(text, at, 3, ':');
  const mark = text.charAt(end);
  if (end < 0 || (mark !== '.' && mark !== ',')) return end;
  const fraction = numberEnd(text, end + 1);
  return fraction < 0 ? end : fraction;
}

function dateEnd(text: string, at: number): number {
  const end = numbersEnd(text, at, 3, '-');
  return end < 0 ? numbersEnd(text, at, 3, '/') : end;
}

function dateTimeEnd(text: string, at: number): number {
  const date = dateEnd(text, at);
  if (date < 0 || (text.charAt(date) !== 'T' && text.charAt(date) !== ' ')) return -1;
  const end = timeEnd(text, date + 1);
  const mark = text.charAt(end);
  if (end < 0 || mark === 'Z') return end < 0 ? -1 : end + 1;
  const zone = mark === '+' || mark === '-' ? numbersEnd(text, end + 1, 2, ':') : -1;
  return zone < 0 ? end : zone;
}

function wordOrQuotationEnd(text: string, at: number): number {
  if (at >= text.length) return -1;
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'" && quote !== '`') return wordEnd(text, at);
  const end = text.indexOf(quote, at + 1);
  // What is escaped is read by Go's rules there: such a text gets no pattern.
  return end < 0 || /[\\\r\n]/.test(text.slice(at, end)) ? -1 : end + 1;
}
