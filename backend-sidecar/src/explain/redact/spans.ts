import { entropyOf } from './checks.ts';
import { Pairs, placesOf as pairsOf } from './pairs.ts';
import { KINDS, type Kind, type Place, type Rule } from './rule.ts';

/** A stretch of the text to hide: [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}

/** Kept between calls to spare the memory; nothing of it outlives a call. */
const pairs = new Pairs();
/** A rule's words and their pairs, worked out once. */
const WORDS = new WeakMap<Rule, readonly (readonly [word: string, pairs: readonly number[]])[]>();

/** The stretches that the rules hide, in order, none touching the same character as another. */
export function findSpans(text: string, rules: readonly Rule[]): Span[] {
  const lower = text.toLowerCase();
  pairs.read(lower);
  const spans: Span[] = [];
  for (const rule of rules) {
    if (!hasWord(lower, rule)) continue;
    for (const span of spansOf(text, rule)) spans.push(span);
  }
  return joined(spans);
}

function hasWord(lower: string, rule: Rule): boolean {
  let words = WORDS.get(rule);
  if (words === undefined)
    WORDS.set(rule, (words = rule.words.map((word) => [word, pairsOf(word)] as const)));
  for (const [word, places] of words) if (pairs.mayHold(places) && lower.includes(word)) return true;
  return false;
}

function* spansOf(text: string, rule: Rule): Generator<Span> {
  for (const [from, to] of placesOf(text, rule.pattern)) {
    if (isValue(text.slice(from, to), rule)) yield { from, to, kind: rule.kind };
  }
}

function placesOf(text: string, pattern: Rule['pattern']): Iterable<Place> {
  return typeof pattern === 'function' ? pattern(text) : text.matchAll(pattern).map(placeOf);
}

/** The first group that took part, or the whole match. */
function placeOf({ indices }: RegExpExecArray): Place {
  // A group that took no part has no indices, which the library's type does not say.
  const groups: (Place | undefined)[] = indices?.slice(1) ?? [];
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
