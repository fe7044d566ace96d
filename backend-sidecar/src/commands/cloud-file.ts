import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { messageOf, PresageError } from '../errors.ts';
import { CLOUD_FILE, type CloudFile } from './cloud-schema.ts';

interface Mistake {
  readonly line: number;
  readonly reason: string;
}

const validator = Compile(CLOUD_FILE);
const MOST_TOLD = 5;

/**
 * What is read from clouds.
 * @throws PresageError `bad_config` with line and reason of the first mistakes
 */
export function readCloudFile(path: string): CloudFile {
  try {
    return readClouds(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw new PresageError(
      'bad_config',
      `The cloud sources in ${path} cannot be used:\n${messageOf(thrown)}`,
      {
        cause: thrown,
      },
    );
  }
}

/** Throws an Error with one line a mistake. JSON is YAML, too. */
export function readClouds(text: string): CloudFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    reason: message,
  }));
  if (broken.length > 0) throw told(broken);
  const value: unknown = document.toJS() ?? {};
  if (!validator.Check(value)) throw told(faults(value, document, lines));
  const mistakes = Object.entries(value).flatMap(([cloud, sources]) =>
    Object.entries(sources as Readonly<Record<string, object>>).flatMap(([name, entry]) =>
      contradictions(entry).map((reason) => ({
        line: lineOf([cloud, name], document, lines),
        reason: `${name} ${reason}`,
      })),
    ),
  );
  if (mistakes.length > 0) throw told(mistakes);
  return value;
}

function faults(value: unknown, document: Document, lines: LineCounter): Mistake[] {
  return validator
    .Errors(value)
    .filter(({ keyword }) => keyword !== 'boolean')
    .map(({ instancePath, message, keyword, params }) => {
      const path = instancePath.split('/').slice(1).map(unescaped);
      const { additionalProperties = [], requiredProperties = [] } = params as Readonly<
        Record<string, string[]>
      >;
      const [unknown] = additionalProperties;
      const line = lineOf(unknown === undefined ? path : [...path, unknown], document, lines);
      const where = path.length === 0 ? 'The file' : path.join('.');
      if (keyword === 'additionalProperties')
        return { line, reason: `${where} has the unknown key ${additionalProperties.join(', ')}.` };
      if (keyword === 'required') return { line, reason: `${where} lacks ${requiredProperties.join(', ')}.` };
      return { line, reason: `${where} ${message}.` };
    });
}

/** What no schema says of an entry. */
function contradictions(entry: object): string[] {
  const has = (key: string): boolean => key in entry;
  const found: string[] = [];
  if (has('regions') && !has('groups') && !has('prefixes')) found.push('needs groups or prefixes.');
  if (has('workspaces') && !has('tables') && !has('queries')) found.push('needs tables or queries.');
  if (has('access_key_env') !== has('secret_key_env'))
    found.push('needs access_key_env and secret_key_env together.');
  if (has('client_secret_env') && !(has('tenant_id') && has('client_id')))
    found.push('needs tenant_id and client_id for its client_secret_env.');
  return found;
}

function lineOf(path: readonly string[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function told(mistakes: readonly Mistake[]): Error {
  const more = mistakes.length > MOST_TOLD ? [`  and ${mistakes.length - MOST_TOLD} more`] : [];
  const first = mistakes.slice(0, MOST_TOLD).map(({ line, reason }) => `  line ${line}: ${reason}`);
  return new Error([...first, ...more].join('\n'));
}
