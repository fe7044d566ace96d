import type { Answer } from '@presage/contract';
import type { Gathered } from '../line.ts';
import { kindOf } from './choice.ts';

/**
 * What around a line changes its explanation, besides its template: who wrote it, its class, which fields it has, the kinds of
 * lines that the rules find behind it, and the runbooks that fit. Lines of one template in one situation share an answer.
 */
export function situationOf({ target, lines, context }: Gathered, rules: Answer): string {
  const behind = new Set(rules.likely_causes.flatMap(({ evidence_ids: ids }) => ids));
  return JSON.stringify([
    target.service,
    target.logClass,
    target.severity,
    Object.keys(target.fields ?? {}).sort(),
    [...new Set(lines.filter(({ id }) => behind.has(id)).map(kindOf))].sort(),
    (context.signals?.runbooks ?? []).map(({ file, text }) => `${file} ${text}`).sort(),
  ]);
}
