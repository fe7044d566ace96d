/** The piece of LogsQL at a place: a comment, a quoted text, or one character, by the rules of VictoriaLogs' lexer. */
const PIECE = /#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[^]/gs;
const CHOOSES = /^\s*(?:filter|where)\b/i;

/**
 * What chooses the lines, for where they are counted and the sidecar takes no pipes: the filter before them and those that follow
 * as pipes. Where one looks at what another pipe made, the whole text: the sidecar says why it cannot be counted.
 */
export function filterOf(logsql: string): string {
  const [first = '', ...pipes] = pipesOf(logsql);
  const other = pipes.findIndex((pipe) => !CHOOSES.test(pipe));
  const choosing = other < 0 ? pipes : pipes.slice(0, other);
  if (pipes.slice(choosing.length).some((pipe) => CHOOSES.test(pipe))) return logsql;
  if (choosing.length === 0) return first.trim();
  // A line of its own for what closes the bracket: the text may end with a comment.
  return [first, ...choosing.map((pipe) => pipe.replace(CHOOSES, ''))]
    .map((filter) => `(${filter.trim()}\n)`)
    .join(' ');
}

/** The filter and the pipes behind it, without those of subqueries in brackets. */
function pipesOf(logsql: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [piece] of logsql.matchAll(PIECE)) {
    if ('([{'.includes(piece)) depth++;
    else if (')]}'.includes(piece)) depth--;
    if (piece === '|' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}
