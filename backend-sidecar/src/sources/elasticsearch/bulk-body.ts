/**
 * A bulk body: an action line, then its document on the next. Out: the documents, and what each was asked to become.
 * The documents' own bytes are kept; numbers stay as they were written.
 */
import { PresageError } from '../../errors.ts';

/** What the reply repeats of an action. */
export interface BulkAction {
  readonly verb: 'create' | 'index' | 'delete' | 'update';
  readonly index: string;
  readonly id: string | undefined;
  /** From 1 among the documents; undefined = nothing that a log can take: it says so in its item. */
  readonly line: number | undefined;
}

export interface BulkBody {
  readonly actions: readonly BulkAction[];
  readonly documents: readonly string[];
}

const VERBS: ReadonlySet<string> = new Set(['create', 'index', 'delete', 'update']);

/**
 * @param index the index of the path; an action may name another
 * @throws PresageError `bad_request` when an action cannot be read: what follows it could be read wrongly, so nothing is kept
 */
export function readBulkBody(text: string, index: string): BulkBody {
  const lines = nonBlankLines(text);
  const actions: BulkAction[] = [];
  const documents: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const action = readAction(lines[at] ?? '', at + 1, index);
    if (action.verb === 'delete') {
      actions.push({ ...action, line: undefined });
      continue;
    }
    const document = lines[++at];
    if (document === undefined) throw broken(at, 'is followed by no document');
    if (action.verb === 'update') {
      actions.push({ ...action, line: undefined });
      continue;
    }
    actions.push({ ...action, line: documents.push(document) });
  }
  return { actions, documents };
}

function nonBlankLines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function readAction(text: string, line: number, index: string): Omit<BulkAction, 'line'> {
  const [verb, target] = onlyEntry(text) ?? [];
  if (verb === undefined || !VERBS.has(verb) || typeof target !== 'object' || target === null)
    throw broken(line, 'is no action; send {"create":{}} or {"index":{}} before each document');
  const { _index: named, _id: id } = target as { readonly _index?: unknown; readonly _id?: unknown };
  return {
    verb: verb as BulkAction['verb'],
    index: typeof named === 'string' ? named : index,
    id: typeof id === 'string' || typeof id === 'number' ? String(id) : undefined,
  };
}

/** The one key and value of a JSON object that has just one. */
function onlyEntry(text: string): [string, unknown] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const entries = Object.entries(parsed);
    return entries.length === 1 ? entries[0] : undefined;
  } catch {
    return undefined;
  }
}

function broken(line: number, what: string): PresageError {
  return new PresageError('bad_request', `Line ${line} of the bulk body ${what}. Nothing of it was stored.`);
}
