/** A part of the evaluation as it is printed and written down. Every cell comes from the run. */
export interface Section {
  readonly title: string;
  /** How the figures came about, a sentence each. */
  readonly method: readonly string[];
  readonly tables: readonly Table[];
  /** What was tried and what is still wrong, by kind; no figures, for they would outlive their run. */
  readonly notes?: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part that has nothing to measure with, or whose subject is not built. */
export function notMeasured(title: string, why: string): Section {
  return { title, method: [`Not yet measured: ${why}`], tables: [] };
}

export function share(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3);
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** As it is read on a terminal and in Markdown alike. */
export function renderSection({ title, method, tables, notes = [] }: Section): string {
  const parts = [`## ${title}`, method.map((sentence) => `- ${sentence}`).join('\n')];
  const list = notes.map((sentence) => `- ${sentence}`).join('\n');
  const remarks = list === '' ? [] : [`What was tried and what remains:\n\n${list}`];
  return [...parts, ...tables.map(renderTable), ...remarks].filter((part) => part !== '').join('\n\n');
}

function renderTable({ columns, rows }: Table): string {
  // A bar would begin another cell.
  const cells = [columns, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => row[i]?.length ?? 0)));
  const [head = '', ...lines] = cells.map(
    (row) => `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [head, rule, ...lines].join('\n');
}
