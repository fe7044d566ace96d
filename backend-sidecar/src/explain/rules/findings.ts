import type { Gathered, Line, Novelty } from '../line.ts';
import { createKinship, type Kinship } from '../kinship.ts';
import { antecedentsOf, isSameKind, type Antecedent } from './antecedent.ts';
import {
  changesBefore,
  guessesBefore,
  hintBefore,
  recoveryOf,
  repetitionOf,
  saturationsOf,
  type Repetition,
} from './pattern.ts';
import { isBad, roleOf, type Role } from './role.ts';
import { trendsOf, type Trend } from './trend.ts';

/** What the lines around the explained one say about it. */
export interface Findings {
  readonly target: Line;
  readonly role: Role;
  /** What came first and likely led to it; the heaviest first. */
  readonly antecedents: readonly Antecedent[];
  readonly changes: readonly Line[];
  readonly hint: Line | undefined;
  readonly saturations: readonly Line[];
  readonly trends: readonly Trend[];
  readonly repetition: Repetition | undefined;
  readonly recovery: Line | undefined;
  readonly novelty: Novelty | undefined;
  /** Log-ins that failed before this one worked. */
  readonly guesses: readonly Line[];
  /** Bad lines after it that it may have led to. */
  readonly consequences: readonly Line[];
}

const CONSEQUENCE_MS = 60_000;

/** Before the line, else before what led to it. */
function changesFor(
  target: Line,
  first: Line | undefined,
  lines: readonly Line[],
  kinship: Kinship,
): readonly Line[] {
  const own = changesBefore(target, lines, kinship);
  return own.length > 0 || first === undefined ? own : changesBefore(first, lines, kinship);
}

export function findingsOf({ target, lines, novelty }: Gathered): Findings {
  const kinship = createKinship(lines);
  const antecedents = antecedentsOf(target, lines, kinship);
  return {
    target,
    novelty,
    role: roleOf(target),
    antecedents,
    changes: changesFor(target, antecedents[0]?.line, lines, kinship),
    hint: hintBefore(target, lines, kinship),
    saturations: saturationsOf(target, lines, kinship),
    trends: trendsOf(target, lines),
    repetition: repetitionOf(target, lines),
    recovery: recoveryOf(target, lines, kinship),
    guesses: guessesBefore(target, lines),
    consequences: lines.filter(
      (line) =>
        line.timeMs >= target.timeMs &&
        line.timeMs <= target.timeMs + CONSEQUENCE_MS &&
        line !== target &&
        // What another machine stamped a moment later may be what led to it; what led to it and goes on is no consequence.
        !antecedents.some((one) => one.line === line || isSameKind(one.line, line)) &&
        isBad(line) &&
        !isSameKind(line, target) &&
        kinship.between(line, target) >= 2,
    ),
  };
}
