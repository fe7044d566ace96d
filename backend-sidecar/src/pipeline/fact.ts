/**
 * What the fields of a line say besides its level and words, worst first: what was asked for failed; something was in trouble, of which
 * level and words tell more; a caller was turned away, because there were too many or for what it asked.
 */
export const FACTS = ['failed', 'troubled', 'turned_away'] as const;
export type Fact = (typeof FACTS)[number];

/** The worse of two. */
export function worseFact(one: Fact | undefined, other: Fact | undefined): Fact | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return FACTS.indexOf(one) <= FACTS.indexOf(other) ? one : other;
}
