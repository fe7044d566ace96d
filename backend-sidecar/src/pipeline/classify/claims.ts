import type { Signature } from '../../../knowledge/signature.ts';
import { createCases } from './cases.ts';
import { guard, withoutNames, withoutZeros } from './guards.ts';
import { createSignatureIndex, matches } from './signature-index.ts';
import { wordsOf } from './words.ts';

/** Whether a line is what the signature describes, its level aside. `template` is the line's, by default the line itself. */
export function claims(signature: Signature, line: string, template = line): boolean {
  const guarded = guard(withoutNames(template));
  const candidates = createSignatureIndex([signature]).find(wordsOf(guarded.text));
  const cases = createCases(template, guarded, candidates);
  const lineCase = cases.caseOf(line);
  const words = wordsOf(withoutZeros(guarded, (place) => cases.isZero(place, lineCase)));
  return candidates.some((pattern) => matches(pattern, words) && cases.holds(pattern, lineCase));
}
