import type { SlotCondition, SlotName } from '../../../knowledge/signature.ts';

/** Words that a value of the slot stands behind, wherever it is; likeliest first. */
const KEYWORDS: Partial<Record<SlotName, readonly string[]>> = {
  status: ['status', 'rcode', 'code', 'responded'],
  exit: ['exit code', 'exit status', 'exitcode', 'exit_code', 'exited', 'exit'],
};
/** In front of the path of a request. */
const VERBS = ['GET ', 'POST ', 'PUT ', 'DELETE ', 'PATCH ', 'HEAD '];
/** Between the path and the status, in lines that follow the common log format; templates mask it. */
const PROTOCOLS = ['HTTP/1.1"', 'HTTP/2.0"', 'HTTP/1.0"'];

/**
 * Where a line of this template keeps the value, as the template spells it, so that a line is searched without folding case.
 * Empty = the template has no such place.
 */
export function anchorsOf(
  { slot, near }: SlotCondition,
  template: string,
  signatureWords: readonly string[],
): readonly string[] {
  const lower = template.toLowerCase();
  const words = KEYWORDS[slot] ?? near ?? signatureWords;
  const found = words.map((word) => spelling(template, lower, word)).filter((word) => word !== undefined);
  if (slot === 'status') return [...found, ...requestAnchors(template)];
  return KEYWORDS[slot] === undefined ? found.slice(0, 1) : found;
}

function requestAnchors(template: string): readonly string[] {
  const verbs = VERBS.filter((verb) => template.includes(verb));
  return verbs.length === 0 ? [] : [...PROTOCOLS, ...verbs];
}

function spelling(template: string, lower: string, word: string): string | undefined {
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
    const end = at + word.length;
    if (isBoundary(template, at) && (isBoundary(template, end) || lower[end] === 's'))
      return template.slice(at, end);
  }
  return undefined;
}

/** Whether a word may begin or end between at - 1 and at: beside what is no letter, or at a capital (`statusCode`). */
function isBoundary(text: string, at: number): boolean {
  return !/[a-z]/i.test(text.charAt(at - 1)) || !/[a-z]/.test(text.charAt(at));
}
