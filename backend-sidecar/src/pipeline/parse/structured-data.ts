/**
 * The structured data of RFC 5424 at `at` (`-` or `[id name="value" …]…`) as fields `id.name`; where it ends, or -1 when it is
 * not well formed.
 */
export function readStructuredData(text: string, at: number, fields: string[]): number {
  if (text.charCodeAt(at) === 45) return at + 1;
  let p = at;
  while (text.charCodeAt(p) === 91) {
    p = readElement(text, p + 1, fields);
    if (p < 0) return -1;
  }
  return p === at ? -1 : p;
}

function readElement(text: string, at: number, fields: string[]): number {
  let p = nameEnd(text, at);
  const id = text.slice(at, p);
  while (text.charCodeAt(p) === 32) {
    const name = p + 1;
    const equals = nameEnd(text, name);
    if (equals === name || !text.startsWith('="', equals)) return -1;
    const close = closingQuote(text, equals + 2);
    if (close < 0) return -1;
    const value = text.slice(equals + 2, close).replace(/\\(["\\\]])/g, '$1');
    fields.push(`${id}.${text.slice(name, equals)}`, value);
    p = close + 1;
  }
  return id !== '' && text.charCodeAt(p) === 93 ? p + 1 : -1;
}

function nameEnd(text: string, at: number): number {
  let p = at;
  for (let c = text.charCodeAt(p); c > 32 && c !== 61 && c !== 93 && c !== 34;) c = text.charCodeAt(++p);
  return p;
}

/** A backslash keeps the character behind it from ending the value. */
function closingQuote(text: string, at: number): number {
  for (let p = at; p < text.length; p++) {
    const c = text.charCodeAt(p);
    if (c === 92) p++;
    else if (c === 34) return p;
  }
  return -1;
}
