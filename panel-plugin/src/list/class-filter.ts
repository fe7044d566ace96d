import type { LogClass } from '@presage/contract';
import { CLASSES, type LogLine } from '../lines/line';

export type Kind = LogClass | 'undecided';
const KINDS: readonly Kind[] = [...CLASSES, 'undecided'];

export interface KindCount {
  readonly kind: Kind;
  readonly count: number;
}

/** Worst first; kinds that no line has are left out. Empty where no line has a class: there is nothing to filter by then. */
export function kindCounts(lines: readonly LogLine[]): readonly KindCount[] {
  const counts = KINDS.map((kind) => ({ kind, count: lines.filter((line) => kindOf(line) === kind).length }));
  const present = counts.filter(({ count }) => count > 0);
  return present.some(({ kind }) => kind !== 'undecided') ? present : [];
}

/** None chosen = all. */
export function ofKinds(lines: readonly LogLine[], chosen: ReadonlySet<Kind>): readonly LogLine[] {
  return chosen.size === 0 ? lines : lines.filter((line) => chosen.has(kindOf(line)));
}

export function toggled(chosen: ReadonlySet<Kind>, kind: Kind): ReadonlySet<Kind> {
  const next = new Set(chosen);
  if (!next.delete(kind)) next.add(kind);
  return next;
}

function kindOf({ logClass }: LogLine): Kind {
  return logClass ?? 'undecided';
}
