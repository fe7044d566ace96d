import type { Template, TemplateVerdict } from '@presage/contract';
import type { MinedTemplate } from './template/mined-template.ts';
import type { Tally, TemplateFacts } from './template-facts.ts';

/** A template as the contract gives it to others. */
export function templateRow(
  template: MinedTemplate<TemplateFacts>,
  facts: TemplateFacts,
  tenant: string,
  service: string,
): Template {
  return {
    template_id: template.id,
    tenant,
    service,
    template: template.text,
    aliases: [...template.aliases],
    first_seen: new Date(template.firstSeenMs).toISOString(),
    last_seen: new Date(template.lastSeenMs).toISOString(),
    count: template.count,
    verdicts: facts.ranked().map(verdictRow),
    samples: [...template.samples],
    ...(facts.standing.correction === undefined ? {} : { corrected: true }),
  };
}

function verdictRow({ said: { signature, ...said }, count }: Readonly<Tally>): TemplateVerdict {
  return signature === undefined ? { ...said, count } : { ...said, signature, count };
}
