const ESCAPE = '\u001b';
const LONGEST_TITLE = 256;

/** The text without ANSI escape sequences: colours, cursor moves, window titles. */
export function stripAnsi(text: string): string {
  let escape = text.indexOf(ESCAPE);
  if (escape < 0) return text;
  let kept = '';
  let from = 0;
  while (escape >= 0) {
    kept += text.slice(from, escape);
    from = ansiEnd(text, escape);
    escape = text.indexOf(ESCAPE, from);
  }
  return kept + text.slice(from);
}

/** Where the escape sequence that starts at `at` ends. Of one that is cut short only the introducer is taken. */
export function ansiEnd(text: string, at: number): number {
  const kind = text.charCodeAt(at + 1);
  if (kind === 91) return controlEnd(text, at + 2);
  return kind === 93 ? titleEnd(text, at + 2) : Math.min(at + 2, text.length);
}

/** `ESC [`, parameters, and a final character from `@` to `~` (ECMA-48, 5.4). */
function controlEnd(text: string, at: number): number {
  let end = at;
  while (isParameter(text.charCodeAt(end))) end++;
  const last = text.charCodeAt(end);
  return last >= 64 && last <= 126 ? end + 1 : Math.min(end, text.length);
}

function isParameter(c: number): boolean {
  return c >= 32 && c < 64;
}

/** `ESC ]` goes on to BEL or `ESC \`, within reason. */
function titleEnd(text: string, at: number): number {
  const limit = Math.min(at + LONGEST_TITLE, text.length);
  for (let end = at; end < limit; end++) {
    const c = text.charCodeAt(end);
    if (c === 7) return end + 1;
    if (c === 27) return text.charCodeAt(end + 1) === 92 ? end + 2 : end;
  }
  return Math.min(at, text.length);
}
