/**
 * In: the text of a user's file of signatures. Out: the signatures, or what is wrong with it, each mistake with its line.
 * A file counts as a whole or not at all. Nothing is read or written here.
 */
import { CATEGORIES, CLASSES, SEVERITIES } from '@presage/contract';
import type { Signature } from '../signature.ts';
import { Fields } from './fields.ts';
import { readJson, type Json } from './json-tree.ts';
import type { Mistake } from './mistakes.ts';
import { readMatch } from './read-match.ts';

const KEYS = [
  'id',
  'match',
  'class',
  'severity',
  'category',
  'meaning',
  'causes',
  'steps',
  'examples',
] as const;
const MOST_SIGNATURES = 1000;
/** Signatures without words cost time on every line, and one of the few questions that are asked of a line. */
const MOST_WORDLESS = 8;

/** A signature and the line of the file on which it begins. */
export interface OwnSignature {
  readonly signature: Signature;
  readonly line: number;
}

export type OwnFile =
  { readonly signatures: readonly OwnSignature[] } | { readonly mistakes: readonly Mistake[] };

export function readSignatures(text: string): OwnFile {
  const json = readJson(text);
  if ('reason' in json) return { mistakes: [json] };
  if (json.kind !== 'array')
    return { mistakes: [{ line: json.line, reason: 'The file must be an array of signatures.' }] };
  const mistakes: Mistake[] = [];
  const signatures = json.items.flatMap((item) => readOne(item, mistakes) ?? []);
  if (json.items.length > MOST_SIGNATURES)
    mistakes.push({
      line: json.line,
      reason: `There are ${json.items.length} signatures; at most ${MOST_SIGNATURES} are taken.`,
    });
  mistakes.push(...twice(signatures), ...tooManyWordless(signatures));
  return mistakes.length > 0 ? { mistakes } : { signatures };
}

function readOne(json: Json, mistakes: Mistake[]): OwnSignature | undefined {
  const before = mistakes.length;
  const fields = new Fields(json, 'a signature', KEYS, mistakes);
  if (json.kind !== 'object') return undefined;
  const id = idOf(fields);
  const match = readMatch(fields.get('match') ?? { kind: 'plain', line: fields.line, value: null }, mistakes);
  const logClass = fields.choice('class', CLASSES);
  const severity = fields.choice('severity', SEVERITIES);
  const category = fields.choice('category', CATEGORIES);
  const meaning = fields.text('meaning');
  const causes = fields.texts('causes', 3);
  const steps = fields.texts('steps', 4);
  const examples = examplesOf(fields.get('examples'), mistakes);
  if (mistakes.length > before || !id || !match || !logClass || !severity || !category || !meaning)
    return undefined;
  const read = { id, match, class: logClass, severity, category, meaning, causes, steps, examples };
  // Who writes that a kind of line is harmless has seen its words and its level.
  const signature: Signature = logClass === 'normal' ? { ...read, despite: 'level' } : read;
  return { signature, line: fields.line };
}

function idOf(fields: Fields): string | undefined {
  const id = fields.text('id');
  if (id !== undefined && !/^[a-z0-9]+\.[a-z0-9-]+$/.test(id))
    fields.wrong(
      `\`id\` is "${id}"; it takes subject.event in lower case, for example "shop.payment-refused"`,
      fields.get('id')?.line,
    );
  return id;
}

function examplesOf(json: Json | undefined, mistakes: Mistake[]): Signature['examples'] {
  if (json === undefined) return { positive: [], negative: [] };
  const fields = new Fields(json, '`examples`', ['positive', 'negative'], mistakes);
  return { positive: fields.texts('positive', 20), negative: fields.texts('negative', 20) };
}

function twice(signatures: readonly OwnSignature[]): Mistake[] {
  const lines = new Map<string, number>();
  return signatures.flatMap(({ signature: { id }, line }) => {
    const first = lines.get(id);
    lines.set(id, first ?? line);
    return first === undefined
      ? []
      : [{ line, reason: `"${id}" is already the id of the one in line ${first}.` }];
  });
}

function tooManyWordless(signatures: readonly OwnSignature[]): Mistake[] {
  const wordless = signatures.filter(
    ({ signature: { match } }) => (match.all ?? []).length + (match.any ?? []).length === 0,
  );
  const first = wordless[MOST_WORDLESS];
  if (first === undefined) return [];
  return [
    {
      line: first.line,
      reason: `Only ${MOST_WORDLESS} signatures may have a regex without words, since it is run on every line; give this one words in \`all\` or \`any\`.`,
    },
  ];
}
