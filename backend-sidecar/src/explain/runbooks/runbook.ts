import { CLASSES, type LogClass, type Runbook } from '@presage/contract';
import type { Line } from '../line.ts';

/** A page of the user's own: for which lines it is, and what it says. */
export interface RunbookPage {
  readonly title: string;
  /** Below the folder. */
  readonly file: string;
  readonly text: string;
  /** Of each list that is not empty one must fit; phrases in lower case, found anywhere in the line. */
  readonly phrases: readonly string[];
  readonly services: readonly string[];
  readonly classes: readonly LogClass[];
  /** Ids of templates and signatures. */
  readonly ids: readonly string[];
}

/** A header that cannot be read: the line of the file, counted from 1, and why. */
export class RunbookFault extends Error {
  readonly line: number;
  constructor(line: number, reason: string) {
    super(reason);
    this.name = 'RunbookFault';
    this.line = line;
  }
}

const KEYS = ['title', 'match', 'service', 'class', 'template', 'signature'] as const;
type Key = (typeof KEYS)[number];
const MOST_TEXT = 4000;

/**
 * Reads a page: a header between two lines of `---`, then Markdown. `match` holds phrases, `service`, `class`, `template` and
 * `signature` narrow it; several values of a key stand in a list of `- ` lines or between `|`.
 * @throws RunbookFault
 */
export function readRunbook(file: string, source: string): RunbookPage {
  const lines = source.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0]?.trim() !== '---')
    throw new RunbookFault(1, 'It must begin with a header: a line of ---, then match: and the words.');
  const end = lines.findIndex((line, i) => i > 0 && line.trim() === '---');
  if (end === -1) throw new RunbookFault(lines.length, 'The header has no end: a second line of ---.');
  const values = readHeader(lines.slice(1, end));
  const body = lines.slice(end + 1).join('\n');
  const page = {
    title: values.title[0] ?? titleIn(body) ?? file,
    file,
    text: body.trim().slice(0, MOST_TEXT),
    phrases: values.match.map((phrase) => phrase.toLowerCase()),
    services: values.service,
    classes: classesIn(values.class, lines),
    ids: [...values.template, ...values.signature],
  };
  if (page.phrases.length + page.services.length + page.ids.length === 0)
    throw new RunbookFault(
      end + 1,
      'The header says for no line that the page is: add match: and the words.',
    );
  return page;
}

function readHeader(lines: readonly string[]): Record<Key, string[]> {
  const values: Record<Key, string[]> = {
    ...{ title: [], match: [], service: [], class: [], template: [], signature: [] },
  };
  let key: Key | undefined;
  lines.forEach((line, i) => {
    if (line.trim() === '' || line.trim().startsWith('#')) return;
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1];
    const [, name = '', rest = ''] = item === undefined ? (/^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? []) : [];
    if (item === undefined) key = keyNamed(name, line, i + 2);
    if (key === undefined) throw new RunbookFault(i + 2, 'A list item stands before any key.');
    const text = item ?? rest;
    values[key].push(...(key === 'title' ? [unquoted(text)] : text.split('|').map(unquoted)).filter(Boolean));
  });
  return values;
}

function keyNamed(name: string, line: string, at: number): Key {
  const known = KEYS.find((one) => one === name);
  if (known !== undefined) return known;
  const shown = JSON.stringify((name === '' ? line : name).slice(0, 60));
  throw new RunbookFault(at, `${shown} is none of the keys: ${KEYS.join(', ')}.`);
}

function unquoted(text: string): string {
  return /^(?:"(.*)"|'(.*)')$/.exec(text.trim())?.slice(1).find(Boolean) ?? text.trim();
}

function classesIn(values: readonly string[], lines: readonly string[]): LogClass[] {
  return values.map((value) => {
    const found = CLASSES.find((one) => one === value);
    if (found !== undefined) return found;
    const at = lines.findIndex((line) => line.includes(value)) + 1;
    throw new RunbookFault(at, `${JSON.stringify(value)} is no class: ${CLASSES.join(', ')}.`);
  });
}

function titleIn(body: string): string | undefined {
  return /^#{1,6}\s+(.+)$/m.exec(body)?.[1]?.trim();
}

const MOST_PAGES = 3;

/** The pages for a line, those with the longest fitting phrase first. */
export function runbooksFor(pages: readonly RunbookPage[], line: Line): Runbook[] {
  const message = line.message.toLowerCase();
  return pages
    .map((page) => ({ page, weight: weightOf(page, line, message) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.page.file < b.page.file ? -1 : 1))
    .slice(0, MOST_PAGES)
    .map(({ page: { title, file, text } }, i) => ({ id: `R${i + 1}`, title, file, text }));
}

/** 0 = not for this line. */
function weightOf(page: RunbookPage, line: Line, message: string): number {
  const { phrases, services, classes, ids } = page;
  const found = phrases.filter((phrase) => message.includes(phrase));
  const byId = ids.some((id) => id === line.templateId || id === line.signature?.id);
  const fits =
    (phrases.length === 0 || found.length > 0) &&
    (services.length === 0 || services.includes(line.service)) &&
    (classes.length === 0 || classes.includes(line.logClass)) &&
    (ids.length === 0 || byId);
  return fits ? 1 + Math.max(0, ...found.map(({ length }) => length)) + (byId ? 100 : 0) : 0;
}
