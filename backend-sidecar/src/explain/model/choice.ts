import type { Gathered, Line } from '../line.ts';

/** As many lines as a model is sent, and as many characters of them before they are cut. */
export const MOST_SENT = 120;
/** Of one kind of line so many are sent: the first, the last, and those nearest the explained one. */
const MOST_ALIKE = 6;

export interface Chosen {
  /** In time order. */
  readonly lines: readonly Line[];
  /** How often each kind of line was gathered, by `kindOf`. */
  readonly alike: ReadonlyMap<string, number>;
}

/**
 * The lines that are sent: the explained one, those that the rules rest on, then bad ones, its own service's and the others,
 * each by nearness.
 */
export function chooseLines({ target, lines }: Gathered, cited: ReadonlySet<string>): Chosen {
  const kinds = Map.groupBy(lines, kindOf);
  const rank = (line: Line): number => {
    if (line === target) return 0;
    if (cited.has(line.id)) return 1;
    if (line.logClass !== 'normal') return 2;
    return line.service === target.service ? 3 : 4;
  };
  const near = (line: Line): number => Math.abs(line.timeMs - target.timeMs);
  const kept = lines.filter((line) => rank(line) < 2 || isKept(line, kinds.get(kindOf(line)) ?? [], near));
  const chosen = new Set(kept.sort((a, b) => rank(a) - rank(b) || near(a) - near(b)).slice(0, MOST_SENT));
  return {
    lines: lines.filter((line) => chosen.has(line)),
    alike: new Map(Array.from(kinds, ([kind, of]) => [kind, of.length])),
  };
}

export function kindOf({ service, templateId, message }: Line): string {
  return `${service} ${templateId === '' ? message : templateId}`;
}

function isKept(line: Line, alike: readonly Line[], near: (line: Line) => number): boolean {
  if (alike.length <= MOST_ALIKE || line === alike[0] || line === alike.at(-1)) return true;
  return alike.filter((other) => near(other) < near(line)).length < MOST_ALIKE - 2;
}
