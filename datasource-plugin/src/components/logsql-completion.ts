import type { TimeRange } from '@grafana/data';
import { quoted } from '../query/quote';
import type { Resources } from '../resources';
import { say } from './words';

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
  return {
    typed,
    offered: [...(await found.catch(() => [])), ...variables.map((name) => variableOf(name, typed))],
  };
}

async function fieldsOf(resources: Resources, range: TimeRange): Promise<readonly Completion[]> {
  const fields = await resources.fields({ range });
  return fields.map(({ name, hits }) => ({
    label: name,
    detail: say('lines', { hits }),
    insert: `${name}:`,
    filter: name,
    isValue: false,
  }));
}

async function valuesOf(
  resources: Resources,
  field: string,
  range: TimeRange,
  typed: string,
): Promise<readonly Completion[]> {
  const values = await resources.fieldValues(field, { range }, 100);
  return values.map(({ value, hits }) => {
    const insert = /^[\w.-]+$/.test(value) && !isQuoted(typed) ? value : quoted(value);
    const filter = isQuoted(typed) ? insert : value;
    return { label: value, detail: say('lines', { hits }), insert, filter, isValue: true };
  });
}

function variableOf(name: string, typed: string): Completion {
  const plain = typed.startsWith('${') ? `\${${name}}` : `$${name}`;
  const insert = isQuoted(typed) ? `"${plain}"` : plain;
  return { label: `$${name}`, detail: say('completion.variable'), insert, filter: insert, isValue: true };
}

function isQuoted(typed: string): boolean {
  return typed.startsWith('"');
}
