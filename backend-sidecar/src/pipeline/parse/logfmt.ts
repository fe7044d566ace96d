const EQUALS = 61;
const QUOTE = 34;
const BLANK = 32;

/** One of these among the names tells logfmt from prose that happens to hold an equals sign. */
const TELLING: ReadonlySet<string> = new Set([
  'level',
  'lvl',
  'msg',
  'ts',
  'time',
  't',
  'message',
  'severity',
]);

/**
 * The pairs of a logfmt line (`time=… level=info msg="a b"`) as name, value, name, value…; undefined when the text is not logfmt
 * from end to end: at least two pairs, one of them telling, and nothing but pairs.
 */
export function readLogfmt(text: string): string[] | undefined {
  const pairs: string[] = [];
  let isTelling = false;
  let p = skipBlank(text, 0);
  while (p < text.length) {
    const nameEnd = logfmtNameEnd(text, p);
    if (nameEnd < 0) return undefined;
    const name = text.slice(p, nameEnd);
    const end = valueEnd(text, nameEnd + 1);
    if (end < 0) return undefined;
    // `msg=audit(…): … msg='op=login …'` is the kernel's own form.
    if (TELLING.has(name)) {
      if (isTelling && hasName(pairs, name)) return undefined;
      isTelling = true;
    }
    pairs.push(name, valueIn(text, nameEnd + 1, end));
    p = skipBlank(text, end);
  }
  return isTelling && pairs.length >= 4 ? pairs : undefined;
}

function hasName(pairs: readonly string[], name: string): boolean {
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) return true;
  return false;
}

/** Where the name of a pair ends, at its equals sign; -1 when there is none. */
export function logfmtNameEnd(text: string, at: number): number {
  let p = at;
  while (isNameCharacter(text.charCodeAt(p))) p++;
  return p > at && text.charCodeAt(p) === EQUALS ? p : -1;
}

/** Where a value ends; -1 when its quote is not closed, or text is glued to it. */
export function valueEnd(text: string, at: number): number {
  let p = at;
  if (text.charCodeAt(at) !== QUOTE) {
    for (let c = text.charCodeAt(p); c > BLANK && c !== QUOTE; c = text.charCodeAt(p)) p++;
    return text.charCodeAt(p) === QUOTE ? -1 : p;
  }
  do p = text.indexOf('"', p + 1);
  while (p > 0 && isEscaped(text, at, p));
  if (p < 0) return -1;
  const next = text.charCodeAt(p + 1);
  return next > BLANK ? -1 : p + 1;
}

function valueIn(text: string, from: number, to: number): string {
  if (text.charCodeAt(from) !== QUOTE) return text.slice(from, to);
  const inner = text.slice(from + 1, to - 1);
  return inner.includes('\\') ? unescaped(inner) : inner;
}

/** Go quotes with `%q`, which is nearly JSON; an escape of its own stays as it was written. */
function unescaped(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return inner;
  }
}

function isEscaped(text: string, from: number, quote: number): boolean {
  let p = quote - 1;
  while (p > from && text.charCodeAt(p) === 92) p--;
  return ((quote - 1 - p) & 1) === 1;
}

function isNameCharacter(c: number): boolean {
  const letter = c | 32;
  return (letter >= 97 && letter <= 122) || (c >= 45 && c <= 57) || c === 95 || c === 64;
}

function skipBlank(text: string, at: number): number {
  let p = at;
  while (text.charCodeAt(p) <= BLANK) p++;
  return p;
}
