import type { Log, Template } from '@presage/contract';
import { messageOf } from '../errors.ts';
import type { Road } from '../road/road.ts';
import type { Reader } from '../stores/store.ts';

const LONGEST_MS = 60_000;

/**
 * A data folder that is new, beside a store that is not: takes what people corrected and a model labelled from the template rows
 * in the store, so that a lost folder does not undo their work and nothing is paid for twice. Templates themselves need no recall: the same lines give the same ids.
 */
export async function recallCorrections(
  reader: Pick<Reader, 'templateRows'>,
  road: Pick<Road, 'correct' | 'label'>,
  log: Log,
): Promise<void> {
  let recalled = 0;
  try {
    for await (const row of reader.templateRows(AbortSignal.timeout(LONGEST_MS))) {
      const { template_row: text } = JSON.parse(row) as { readonly template_row: string };
      const { tenant, template_id, service, corrected, verdicts } = JSON.parse(text) as Template;
      const said = verdicts.find(({ by }) => by === (corrected === true ? 'human' : 'llm'));
      if (said === undefined) continue;
      const named = { template_id, service, class: said.class, severity: said.severity };
      if (corrected === true) await road.correct(tenant, named);
      else await road.label(tenant, { ...named, category: said.category, confidence: said.confidence });
      recalled++;
    }
    if (recalled > 0) log.info('corrections and labels were taken from the store', { recalled });
  } catch (thrown) {
    log.warn('what people corrected and models labelled could not be read from the store', {
      recalled,
      reason: messageOf(thrown),
    });
  }
}
