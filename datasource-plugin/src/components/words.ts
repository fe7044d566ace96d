import { t } from '@grafana/i18n';
import english from '../locales/en-US/presage-logs-datasource.json';
import type { FilterOp, Kind } from '../query/model';

type Paths<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string ? Name : `${Name}.${Paths<Tree[Name]>}`;
}[keyof Tree & string];

/** A sentence of the file for translators, src/locales: the English ones stand there and nowhere else. */
export type Sentence = Paths<typeof english>;

/** A sentence in the reader's language. What came from logs is never in here; React escapes what is put in. */
export function say(key: Sentence, values: Readonly<Record<string, string | number>> = {}): string {
  return t(key, standardOf(key), { ...values, interpolation: { escapeValue: false } });
}

function standardOf(key: Sentence): string {
  let node: unknown = english;
  for (const name of key.split('.')) node = (node as Readonly<Record<string, unknown>>)[name];
  return String(node);
}

/** How many lines have a name or value; nothing where the store has not counted them. */
export function hitsText(hits: number): string {
  return hits === 0 ? '' : say('lines', { hits });
}

export function kindWords(kind: Kind): { readonly label: string; readonly description: string } {
  return { label: say(`kind.${kind}`), description: say(`kind-help.${kind}`) };
}

const OPS = {
  '=': 'op.equals',
  '!=': 'op.not-equals',
  '=|': 'op.one-of',
  '!=|': 'op.none-of',
  '=~': 'op.regex',
  '!~': 'op.not-regex',
  '<': 'op.less',
  '>': 'op.more',
} as const satisfies Readonly<Record<FilterOp, Sentence>>;

export function opWord(op: FilterOp): string {
  return say(OPS[op]);
}
