/**
 * A parsed string in; out comes the text with secrets and personal data replaced by pseudonyms, and how many.
 * Give it each string of a line on its own: in serialised JSON a value has no end that can be trusted.
 * Pure and linear in the text; what it replaced is never logged. The answer of a model goes through it as well.
 */
import { COMMAND_RULES } from './command-rules.ts';
import { HASH_RULES } from './hash-rules.ts';
import { NAMED_RULES } from './named-rules.ts';
import { ADDRESS_RULES, HOST_RULES, PERSONAL_RULES } from './personal-rules.ts';
import { Pseudonyms, isRestorable } from './pseudonyms.ts';
import type { Rule } from './rule.ts';
import { findSpans } from './spans.ts';
import { SQL_RULES } from './sql-rules.ts';
import { TOKEN_RULES } from './token-rules.ts';

export interface RedactOptions {
  /** Hide IP addresses as well. */
  readonly ips?: boolean;
  /** Hide host names as well. */
  readonly hosts?: boolean;
  /** Shared by all texts of one request, so that a value has one name; a new one when absent. */
  readonly names?: Pseudonyms;
}

export interface Redacted {
  readonly text: string;
  /** Places where a value was hidden. */
  readonly hidden: number;
  /** Pseudonym → value, only of what may be shown again (email, phone, IP, host), never of a secret. */
  readonly pseudonyms: ReadonlyMap<string, string>;
}

const ALWAYS: readonly Rule[] = [
  ...TOKEN_RULES,
  ...HASH_RULES,
  ...NAMED_RULES,
  ...SQL_RULES,
  ...COMMAND_RULES,
  ...PERSONAL_RULES,
];
const NOTHING: ReadonlyMap<string, string> = new Map();

export function redact(text: string, options: RedactOptions = {}): Redacted {
  const spans = findSpans(text, rulesOf(options));
  if (spans.length === 0) return { text, hidden: 0, pseudonyms: NOTHING };
  const names = options.names ?? new Pseudonyms();
  const pseudonyms = new Map<string, string>();
  let result = '';
  let at = 0;
  for (const { from, to, kind } of spans) {
    const value = text.slice(from, to);
    const name = names.nameOf(kind, value);
    if (isRestorable(kind)) pseudonyms.set(name, value);
    result += text.slice(at, from) + name;
    at = to;
  }
  return { text: result + text.slice(at), hidden: spans.length, pseudonyms };
}

function rulesOf(options: RedactOptions): readonly Rule[] {
  const extra = [...(options.ips ? ADDRESS_RULES : []), ...(options.hosts ? HOST_RULES : [])];
  return extra.length === 0 ? ALWAYS : [...ALWAYS, ...extra];
}
