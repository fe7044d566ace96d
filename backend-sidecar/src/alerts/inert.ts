/** Longest text of a line or template in a notification; as labels they all land in Grafana's own links. */
const MAX_LENGTH = 160;

/** What would be read as Markdown, HTML or a link, and what stands in for it. */
const STAND_INS: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '<': '‹',
  '>': '›',
  '`': "'",
  '*': '∗',
  '~': '∼',
  '#': '＃',
  '|': '¦',
  '\\': '∖',
};

/** Control, direction-changing, zero-width and line-breaking characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const MARKS = /[[\]<>`*~#|\\]/g;
/** An underscore that does not stand within a word makes what follows it italic. */
const LOOSE_UNDERSCORE = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;
/** What mail programs and chats turn into a link by themselves. */
const LINK = /:\/\/|\bwww\./gi;

/**
 * A text as one line of at most so many characters, and twice as many bytes, in which nothing is a link, formatting or a placeholder for whoever shows it.
 * Redact it first: what is cut off here could have been the part by which a secret is known.
 */
export function inert(text: string, maxLength = MAX_LENGTH): string {
  const line = text
    .toWellFormed()
    .replace(/<\*>/g, '…')
    .replace(UNSEEN, ' ')
    .trim()
    .replace(LINK, (found) => (found === '://' ? ': //' : 'www .'))
    .replace(MARKS, (mark) => STAND_INS[mark] ?? '')
    .replace(LOOSE_UNDERSCORE, (found) => 'ˍ'.repeat(found.length));
  return clipped(line, maxLength);
}

/** At most so many characters, and twice as many bytes: a card counts bytes, and a link has three for each of them. */
function clipped(line: string, maxLength: number): string {
  const characters = Array.from(line);
  if (characters.length <= maxLength && Buffer.byteLength(line) <= 2 * maxLength) return line;
  let bytes = Buffer.byteLength('…');
  const kept = characters
    .slice(0, maxLength - 1)
    .filter((character) => (bytes += Buffer.byteLength(character)) <= 2 * maxLength);
  return `${kept.join('')}…`;
}
