import { isUncertain, type Standing } from './standing-words.ts';
import type { MinedTemplate } from './template/mined-template.ts';
import type { TemplateFacts } from './template-facts.ts';
import type { UnknownTemplate } from './verdict.ts';

/** The template as one that is unknown; undefined where more than words has decided most of its lines, or somebody has spoken. */
export function unknownOf(
  template: MinedTemplate<TemplateFacts>,
  standing: () => Standing,
  { tenant, service }: { readonly tenant: string; readonly service: string },
): UnknownTemplate | undefined {
  const uncertain = template.data?.tallies.filter(({ said }) => isUncertain(said)) ?? [];
  const [most] = uncertain.sort((a, b) => b.count - a.count);
  if (most === undefined) return undefined;
  const lines = uncertain.reduce((sum, { count }) => sum + count, 0);
  // Its other lines are known: a word on all of them would be more than was asked for.
  if (lines * 2 < template.count) return undefined;
  const { correction, label } = standing();
  if (correction !== undefined || label !== undefined) return undefined;
  const { id: templateId, text, samples, firstSeenMs, lastSeenMs } = template;
  return {
    tenant,
    service,
    templateId,
    template: text,
    samples,
    lines,
    class: most.said.class,
    severity: most.said.severity,
    firstSeenMs,
    lastSeenMs,
  };
}
