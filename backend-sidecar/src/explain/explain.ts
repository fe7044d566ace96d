/**
 * In: what is to be explained. Out: an explanation in the contract's form. Lines are gathered by fixed queries of the caller's
 * tenant, then one engine answers from them; nothing is stored, no action follows from an answer, and every claim cites lines
 * that were gathered.
 */
import { randomUUID } from 'node:crypto';
import type { ExplainContext, Explanation } from '@presage/contract';
import type { Asked } from './asked.ts';
import { gatherForeign } from './gather-foreign.ts';
import { gatherStored } from './gather-stored.ts';
import type { Gathered } from './line.ts';
import type { ExplainParts } from './parts.ts';
import { answerByRules } from './rules/rules-engine.ts';

export type { Asked, ForeignLine } from './asked.ts';
export type { ExplainParts, Judged } from './parts.ts';

export interface Explainer {
  /**
   * `tell` hears the context as soon as it is gathered. Rejects with `not_found` when there is no such line, and like the reader.
   */
  explain(
    tenant: string,
    asked: Asked,
    signal: AbortSignal,
    tell?: (context: ExplainContext) => void,
  ): Promise<Explanation>;
}

/** Part of the rules' meaning: changes with them. */
const RULES_VERSION = 'r1';

export function createExplainer(parts: ExplainParts): Explainer {
  return {
    async explain(tenant, asked, signal, tell) {
      const gathered = await gather(parts, tenant, asked, signal);
      tell?.(gathered.context);
      const { answer, confidence } = answerByRules(gathered);
      return {
        id: randomUUID(),
        ...answer,
        confidence,
        engine: { name: 'rules', model: '', prompt_version: RULES_VERSION },
        context: gathered.context,
        redacted: 0,
        cached: false,
        created_at: new Date(parts.clock()).toISOString(),
      };
    },
  };
}

async function gather(
  parts: ExplainParts,
  tenant: string,
  asked: Asked,
  signal: AbortSignal,
): Promise<Gathered> {
  return asked.by === 'line'
    ? gatherForeign(parts, tenant, asked)
    : await gatherStored(parts, tenant, asked, signal);
}
