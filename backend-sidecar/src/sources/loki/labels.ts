/**
 * A Loki stream's labels as they are written in a push: `{app="shop", env="prod"}`, values quoted as in Go.
 * Returns undefined when the text is no label set.
 */
import type { Pair } from '../json-row.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
};
const LABEL = /\s*([^\s=,{}"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)\s*/y;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs;

export function readLabels(text: string): Pair[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const inner = trimmed.slice(1, -1);
  const pairs: Pair[] = [];
  for (let at = 0; inner.slice(at).trim() !== '';) {
    LABEL.lastIndex = at;
    const match = LABEL.exec(inner);
    if (match === null) return undefined;
    const [, name = '', quoted, raw] = match;
    pairs.push([name, raw ?? unquoted(quoted ?? '')]);
    at = LABEL.lastIndex;
    if (at < inner.length && inner[at] !== ',') return undefined;
    at++;
  }
  return pairs;
}

function unquoted(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    ESCAPE,
    (_all, hex?: string, short?: string, long?: string, octal?: string, one = '') => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
      return ESCAPES[one as string] ?? (one as string);
    },
  );
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}
