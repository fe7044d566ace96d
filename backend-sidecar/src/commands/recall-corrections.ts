import type { Log, Template } from '@presage/contract';
import { messageOf } from '../errors.ts';
import type { Road } from '../road/road.ts';
import type { Reader } from '../stores/store.ts';

const LONGEST_MS = 60_000;

/**
 * A data folder that is new, beside a store that is not: takes what people corrected from the template rows in the store, so that
 * a lost folder does not undo their work. Templates themselves need no recall: the same lines give the same ids.
 */
export async function recallCorrections(reader: Reader, road: Road, log: Log): Promise<void> {
  let recalled = 0;
  try {
    for await (const row of reader.templateRows(AbortSignal.timeout(LONGEST_MS))) {
      const { template_row: text } = JSON.parse(row) as { readonly template_row: string };
      const { tenant, template_id, service, corrected, verdicts } = JSON.parse(text) as Template;
      const verdict = verdicts[0];
      if (corrected !== true || !verdict) continue;
      await road.correct(tenant, { template_id, service, class: verdict.class, severity: verdict.severity });
      recalled++;
    }
    if (recalled > 0) log.info('corrections were taken from the store', { recalled });
  } catch (thrown) {
    log.warn('what people corrected could not be read from the store', {
      recalled,
      reason: messageOf(thrown),
    });
  }
}
