import { SEVERITIES, type Severity } from '@presage/contract';
import type { SignatureMatch, SlotCondition } from '../signature.ts';
import { Fields } from './fields.ts';
import type { Json } from './json-tree.ts';
import type { Mistake } from './mistakes.ts';
import { compilePattern } from './pattern.ts';

const KEYS = ['all', 'any', 'not', 'levels', 'when', 'regex'] as const;
const SLOTS = ['status', 'exit', 'percent', 'share', 'duration_ms', 'days', 'number'] as const;
const OPERATORS = ['>=', '>', '<=', '<', '=', '!='] as const;

/** The `match` of a signature; undefined when it cannot be used. */
export function readMatch(json: Json | undefined, mistakes: Mistake[]): SignatureMatch | undefined {
  const before = mistakes.length;
  const fields = new Fields(json, '`match`', KEYS, mistakes);
  const all = phrases(fields, fields.items('all'), 'all');
  const any = fields.items('any').map((group) => phrases(fields, itemsOf(group, fields), 'any'));
  const not = phrases(fields, fields.items('not'), 'not');
  const levels = fields.items('levels').map((level) => levelOf(level, fields));
  const when = fields.items('when').map((condition) => conditionOf(condition, mistakes));
  const source = fields.text('regex', false);
  const regex = source === undefined ? undefined : compilePattern(source);
  if (typeof regex === 'string')
    fields.wrong(`\`regex\` cannot be used: ${regex}`, fields.get('regex')?.line);
  if (mistakes.length === before && all.length + any.length === 0 && regex === undefined)
    fields.wrong('`match` asks for nothing: give it words in `all` or `any`, or a `regex`');
  if (mistakes.length > before) return undefined;
  return {
    all,
    any,
    not,
    when: when.filter((condition) => condition !== undefined),
    ...(levels.length > 0 ? { levels: levels.filter((level) => level !== undefined) } : {}),
    ...(regex === undefined || typeof regex === 'string' ? {} : { regex }),
  };
}

/** Phrases that can be found: words with a digit are variables of a template, so a phrase with one never is. */
function phrases(fields: Fields, items: readonly Json[], key: string): readonly string[] {
  const found = fields.textsOf(items, key, 100);
  for (const [i, phrase] of found.entries()) {
    const line = items[i]?.line;
    if (/\d/.test(phrase))
      fields.wrong(
        `"${phrase}" has a digit, which is a variable of the template; ask for it by \`regex\``,
        line,
      );
    else if (!/[\p{L}%]/u.test(phrase)) fields.wrong(`"${phrase}" has no word`, line);
  }
  return found;
}

function itemsOf(group: Json, fields: Fields): readonly Json[] {
  if (group.kind === 'array' && group.items.length > 0) return group.items;
  fields.wrong('`any` must be an array of arrays of phrases, none of them empty', group.line);
  return [];
}

function levelOf(json: Json, fields: Fields): Severity | undefined {
  const found = SEVERITIES.find((level) => json.kind === 'plain' && json.value === level);
  if (found === undefined) fields.wrong(`\`levels\` takes ${SEVERITIES.join(', ')}`, json.line);
  return found;
}

function conditionOf(json: Json, mistakes: Mistake[]): SlotCondition | undefined {
  const fields = new Fields(json, 'a condition in `when`', ['slot', 'op', 'value', 'near'], mistakes);
  const slot = fields.choice('slot', SLOTS);
  const op = fields.choice('op', OPERATORS);
  const value = fields.number('value');
  const near = fields.texts('near', 20);
  if (slot === undefined || op === undefined || value === undefined) return undefined;
  return { slot, op, value, ...(near.length > 0 ? { near: near.map((word) => word.toLowerCase()) } : {}) };
}
