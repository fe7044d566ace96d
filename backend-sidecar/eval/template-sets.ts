import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv.ts';

/** The lines of one system with the template that people gave each. */
export interface TemplateSet {
  readonly name: string;
  /** Lines as their system wrote them. */
  readonly raw: readonly string[];
  /** The same without their heads. */
  readonly contents: readonly string[];
  readonly original: readonly string[];
  /** By the later studies, which corrected the labels. */
  readonly corrected: readonly string[];
}

/** Every `<System>/<System>_*.structured.csv` of a folder. */
export function readTemplateSets(folder: string): TemplateSet[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => readSet(folder, name) ?? []);
}

function readSet(folder: string, name: string): TemplateSet | undefined {
  const files = readdirSync(join(folder, name));
  const read = (ending: string): string | undefined => {
    const file = files.find((known) => known.endsWith(ending));
    return file && readFileSync(join(folder, name, file), 'utf8');
  };
  const structured = read('.structured.csv');
  if (structured === undefined) return undefined;
  const rows = readCsv(structured);
  const contents = rows.map(({ Content = '' }) => Content);
  const original = rows.map(({ EventTemplate = '' }) => EventTemplate);
  const corrected = readCsv(read('.corrected.csv') ?? structured).map(
    ({ EventTemplate = '' }) => EventTemplate,
  );
  const raw = (read('.log') ?? contents.join('\n')).split(/\r?\n/).slice(0, rows.length);
  return { name, raw, contents, original, corrected };
}
