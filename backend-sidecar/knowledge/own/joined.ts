import type { Signature } from '../signature.ts';

/** Users' own before those that ship: of equals the first decides, and one with an id that ships takes its place. */
export function joined(own: readonly Signature[], shipped: readonly Signature[]): readonly Signature[] {
  const ids = new Set(own.map(({ id }) => id));
  return [...own, ...shipped.filter(({ id }) => !ids.has(id))];
}
