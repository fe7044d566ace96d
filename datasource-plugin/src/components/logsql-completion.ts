import type { TimeRange } from '@grafana/data';
import { quoted } from '../query/quote';
import type { Resources } from '../resources';
import { hitsText, say } from './words';

export const LANGUAGE = 'presage-logsql';

export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
  /** What is compared with `typed`. */
  readonly filter: string;
  readonly isValue: boolean;
}

export interface Completions {
  /** What has been written of a name or value right before the cursor: a completion takes its place. */
  readonly typed: string;
  readonly offered: readonly Completion[];
  /** There are more: with another character others may be offered. */
  readonly isPart: boolean;
}

/** A name or value up to the cursor, or a dashboard variable in braces. */
const TYPED = /(?:\$\{\w*|[^\s"(),{}|:=]*)$/;
/** The same after a field and its operator, where a value may stand behind a quote that is still open. */
const TYPED_VALUE =
  /(?<![\w.@-])([\w.@-]+)\s*(?::\s*!?[=~]?|=~|!=|!~|=)\s*("(?:[^"\\]|\\.)*|\$\{\w*|[^\s"(),{}|:=]*)$/;

/** What can stand at the cursor: after `field:` its values, else fields; and dashboard variables, alone when the sidecar is silent. */
export async function completionsAt(
  before: string,
  resources: Resources,
  range: TimeRange,
  variables: readonly string[],
): Promise<Completions> {
  const [, field, value] = TYPED_VALUE.exec(before) ?? [];
  const typed = value ?? TYPED.exec(before)?.[0] ?? '';
  const found = field === undefined ? fieldsOf(resources, range) : valuesOf(resources, field, range, typed);
  const { offered, isPart } = await found.catch(() => ({ offered: [], isPart: false }));
  return { typed, isPart, offered: [...offered, ...variables.map((name) => variableOf(name, typed))] };
}

type Found = Pick<Completions, 'offered' | 'isPart'>;

async function fieldsOf(resources: Resources, range: TimeRange): Promise<Found> {
  const fields = await resources.fields({ range });
  const offered = fields.map(({ name, hits }) => ({
    label: name,
    detail: hitsText(hits),
    insert: `${name}:`,
    filter: name,
    isValue: false,
  }));
  return { offered, isPart: false };
}

async function valuesOf(
  resources: Resources,
  field: string,
  range: TimeRange,
  typed: string,
): Promise<Found> {
  const part = typed.startsWith('$') ? '' : typed.replace(/^"/, '');
  const { values, truncated } = await resources.valuesFor(part, field, { range }, 100);
  const offered = values.map(({ value, hits }) => {
    const insert = /^[\w.-]+$/.test(value) && !isQuoted(typed) ? value : quoted(value);
    const filter = isQuoted(typed) ? insert : value;
    return { label: value, detail: hitsText(hits), insert, filter, isValue: true };
  });
  return { offered, isPart: truncated };
}

function variableOf(name: string, typed: string): Completion {
  const plain = typed.startsWith('${') ? `\${${name}}` : `$${name}`;
  const insert = isQuoted(typed) ? `"${plain}"` : plain;
  return { label: `$${name}`, detail: say('completion.variable'), insert, filter: insert, isValue: true };
}

function isQuoted(typed: string): boolean {
  return typed.startsWith('"');
}
