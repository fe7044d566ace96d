import { entropyOf } from './checks.ts';
import { KINDS, type Kind, type Rule } from './rule.ts';

/** A stretch of the text to hide: [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** The stretches that the rules hide, in order, none touching the same character as another. */
export function findSpans(text: string, rules: readonly Rule[]): Span[] {
  const lower = text.toLowerCase();
  const spans: Span[] = [];
  for (const rule of rules) {
    if (rule.words.some((word) => lower.includes(word))) spans.push(...spansOf(text, rule));
  }
  return joined(spans);
}

function* spansOf(text: string, rule: Rule): Generator<Span> {
  for (const match of text.matchAll(rule.pattern)) {
    const [from, to] = placeOf(match);
    if (isValue(text.slice(from, to), rule)) yield { from, to, kind: rule.kind };
  }
}

/** The first group that took part, or the whole match. */
function placeOf({ indices }: RegExpExecArray): [number, number] {
  // A group that took no part has no indices, which the library's type does not say.
  const groups: ([number, number] | undefined)[] = indices?.slice(1) ?? [];
  return groups.find((group) => group !== undefined) ?? indices?.[0] ?? [0, 0];
}

function isValue(value: string, rule: Rule): boolean {
  if (rule.entropy !== undefined && entropyOf(value) < rule.entropy) return false;
  return rule.holds?.(value) ?? true;
}

/** Overlapping stretches become one, so that no rest of either is left; it is a secret if one of them is. */
function joined(spans: Span[]): Span[] {
  spans.sort((a, b) => a.from - b.from || b.to - a.to);
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last === undefined || span.from >= last.to) result.push(span);
    else result[result.length - 1] = union(last, span);
  }
  return result;
}

function union(first: Span, second: Span): Span {
  const kind = KINDS[first.kind].restorable ? second.kind : first.kind;
  return { from: first.from, to: Math.max(first.to, second.to), kind };
}
