import type { LogLine } from '../lines/line';

/** A column of the list as it is drawn, px. */
export interface ListColumn {
  readonly name: string;
  readonly width: number;
}

const WIDTHS: Readonly<Record<string, number>> = {
  severity: 60,
  score: 40,
  count: 48,
};
const FIELD_WIDTH = 120;
/** An average letter of the small type. */
const LETTER = 7.2;
/** px of a row that are no column: its padding and the gaps beside the message. */
const MARGIN = 28;
const GAP = 8;

/** What goes first where there is no room: the mark at a row's edge tells the severity too. */
const SPARED = ['severity', 'count', 'score'];

/** The chosen columns that any line shown has something to say in: lines of another datasource have no class and no score. */
export function usefulColumns(
  chosen: readonly string[],
  lines: readonly LogLine[],
  isOneDay: boolean,
): readonly ListColumn[] {
  return chosen
    .filter((name) => lines.some((line) => hasValue(line, name)))
    .map((name) => ({ name, width: widthOf(name, lines, isOneDay) }));
}

/** Without as many columns as it takes to leave the message `least` px; the others stay even where that is not enough. */
export function fittingColumns(
  columns: readonly ListColumn[],
  listWidth: number,
  least: number,
): readonly ListColumn[] {
  let left = columns;
  for (const name of SPARED) {
    const taken = left.reduce((sum, { width }) => sum + width + GAP, MARGIN);
    if (listWidth - taken >= least) break;
    left = left.filter((column) => column.name !== name);
  }
  return left;
}

function widthOf(name: string, lines: readonly LogLine[], isOneDay: boolean): number {
  if (name === 'time') return isOneDay ? 96 : 138;
  if (name === 'class') return lines.some(({ logClass }) => logClass === 'preventive_action') ? 120 : 64;
  if (name !== 'service') return WIDTHS[name] ?? FIELD_WIDTH;
  const longest = lines.reduce((most, { service = '' }) => Math.max(most, service.length), 0);
  return Math.min(140, Math.max(40, longest * LETTER));
}

function hasValue(line: LogLine, name: string): boolean {
  if (name === 'time') return true;
  if (name === 'class') return line.logClass !== undefined || line.undecided !== undefined;
  if (name === 'severity') return line.severity !== undefined;
  if (name === 'service') return line.service !== undefined;
  if (name === 'score') return line.score !== undefined;
  if (name === 'count') return line.templateId !== undefined;
  return (line.fields[name] ?? '') !== '';
}

/** How many of the lines have each template. */
export function templateCounts(lines: readonly LogLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { templateId } of lines)
    if (templateId !== undefined) counts.set(templateId, (counts.get(templateId) ?? 0) + 1);
  return counts;
}
