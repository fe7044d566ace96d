import type { LogLine } from '../lines/line';

/** A column of the list as it is drawn. */
export interface ListColumn {
  readonly name: string;
  /** CSS width of its track. */
  readonly width: string;
}

const WIDTHS: Readonly<Record<string, string>> = {
  class: '128px',
  severity: '64px',
  service: 'minmax(64px, 132px)',
  score: '44px',
  count: '52px',
};
const FIELD_WIDTH = 'minmax(48px, 140px)';

/** The chosen columns that any line shown has something to say in: lines of another datasource have no class and no score. */
export function usefulColumns(
  chosen: readonly string[],
  lines: readonly LogLine[],
  isOneDay: boolean,
): readonly ListColumn[] {
  return chosen
    .filter((name) => lines.some((line) => hasValue(line, name)))
    .map((name) => ({ name, width: name === 'time' ? timeWidth(isOneDay) : (WIDTHS[name] ?? FIELD_WIDTH) }));
}

function timeWidth(isOneDay: boolean): string {
  return isOneDay ? '92px' : '136px';
}

function hasValue(line: LogLine, name: string): boolean {
  if (name === 'time') return true;
  if (name === 'class') return line.logClass !== undefined;
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
