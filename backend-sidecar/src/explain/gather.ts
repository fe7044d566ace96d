import type { ExplainContext, Signals } from '@presage/contract';
import { PresageError } from '../errors.ts';
import type { Asked } from './asked.ts';
import { gatherForeign } from './gather-foreign.ts';
import { gatherStored } from './gather-stored.ts';
import type { Gathered, Line } from './line.ts';
import type { ExplainParts } from './parts.ts';
import { runbooksFor } from './runbooks/runbook.ts';

/**
 * The line with what stands around it.
 * @throws PresageError `not_found`, `query_timeout`, and what the reader rejects with; the signal's reason once it is aborted
 */
export async function gather(
  parts: ExplainParts,
  tenant: string,
  asked: Asked,
  signal: AbortSignal,
): Promise<Gathered> {
  const gathered =
    asked.by === 'line'
      ? gatherForeign(parts, tenant, asked)
      : await inTime(parts.gatherMs, signal, (until) => gatherStored(parts, tenant, asked, until));
  return withKnown(parts, tenant, gathered);
}

/** Rejects when the time is over, whether or not the work heeds the signal. */
async function inTime<T>(
  ms: number,
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  const over = Promise.withResolvers<never>();
  const end = (): void => over.reject(signal.aborted ? (signal.reason as Error) : overdue(ms));
  until.addEventListener('abort', end, { once: true });
  if (until.aborted) end();
  try {
    return await Promise.race([work(until), over.promise]);
  } catch (thrown) {
    // A store that is stopped says so in its own way.
    if (until.aborted) end();
    throw until.aborted ? await over.promise : thrown;
  } finally {
    until.removeEventListener('abort', end);
  }
}

function overdue(ms: number): PresageError {
  return new PresageError(
    'query_timeout',
    `The lines around it could not be gathered within ${Math.round(ms / 1000)} s. The store is slow or busy; try again.`,
    { retryAfter: 5 },
  );
}

/** What is known without asking a store: the template's standing and the runbooks. */
function withKnown(parts: ExplainParts, tenant: string, gathered: Gathered): Gathered {
  const standing = standingOf(parts, tenant, gathered.target);
  const runbooks = runbooksFor(parts.runbooks(), gathered.target);
  const signals: Signals = {
    ...gathered.context.signals,
    ...(standing === undefined ? {} : { standing }),
    ...(runbooks.length === 0 ? {} : { runbooks }),
  };
  if (Object.keys(signals).length === 0) return gathered;
  const context: ExplainContext = { ...gathered.context, signals };
  return { ...gathered, context };
}

function standingOf(
  parts: ExplainParts,
  tenant: string,
  { templateId, logClass }: Line,
): Signals['standing'] {
  const template = templateId === '' ? undefined : parts.template(tenant, templateId);
  const verdict = template?.verdicts.find((one) => one.class === logClass) ?? template?.verdicts[0];
  if (template === undefined || verdict === undefined) return undefined;
  const { class: its, severity, by, confidence, signature } = verdict;
  return {
    ...{ template: template.template, class: its, severity, by, confidence, count: template.count },
    ...(signature === undefined ? {} : { signature }),
    corrected: template.corrected === true,
  };
}
