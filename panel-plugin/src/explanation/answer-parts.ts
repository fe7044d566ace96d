import type { Answer, ExplainContext, Explanation } from '@presage/contract';
import type { Asking } from '../ask/asking';

/** An answer as far as it has come; each part is there when its writer has begun it. */
export type AnswerParts = Partial<Omit<Answer, 'log_class'>>;
export type ContextLine = ExplainContext['lines'][number];
export type Runbook = NonNullable<NonNullable<ExplainContext['signals']>['runbooks']>[number];

export function partsOf(asking: Asking): AnswerParts {
  if (asking.is === 'answered') return asking.explanation;
  return asking.is === 'idle' ? {} : (asking.partial?.answer ?? {});
}

export function explanationOf(asking: Asking): Explanation | undefined {
  return asking.is === 'answered' ? asking.explanation : undefined;
}

/** Ids of all lines that the answer leans on, in the order of the lines. */
export function citedIds(parts: AnswerParts, context: ExplainContext | undefined): readonly string[] {
  const cited = new Set([
    ...(parts.evidence ?? []).map(({ id }) => id),
    ...(parts.likely_causes ?? []).flatMap(({ evidence_ids }) => evidence_ids),
  ]);
  return (context?.lines ?? []).flatMap(({ id }) => (cited.has(id) ? [id] : []));
}

/** Lines that have to do with it, but that the answer does not lean on. */
export function relatedLines(
  { related_event_ids = [] }: AnswerParts,
  lines: readonly ContextLine[],
  cited: ReadonlySet<string>,
): readonly ContextLine[] {
  return lines.filter(
    ({ id, event_id }) => event_id !== '' && !cited.has(id) && related_event_ids.includes(event_id),
  );
}

export function whyCited(parts: AnswerParts, id: string): string | undefined {
  return parts.evidence?.find((one) => one.id === id)?.why;
}

/** The line that the explanation is of, as the sidecar read it. */
export function targetLine(context: ExplainContext | undefined): ContextLine | undefined {
  return context?.lines.find(({ id }) => id === context.target);
}
