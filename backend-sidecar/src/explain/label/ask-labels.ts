import type { ModelAnswer, ModelDriver } from '../drivers/driver.ts';
import { ModelError } from '../drivers/model-error.ts';
import type { CallOutcome, Leave } from '../budget.ts';
import type { Candidate } from './candidate.ts';
import type { Label } from './label.ts';
import { judgeLabels, type LabelItems } from './label-answer.ts';
import { labelPrompt } from './label-prompt.ts';

/** What one call said of each of its templates. */
export interface Said {
  readonly labelled: readonly { readonly candidate: Candidate; readonly label: Label }[];
  readonly unsure: readonly Candidate[];
  /** Answers that do not hold, and why. */
  readonly failed: readonly { readonly candidate: Candidate; readonly fault: string }[];
}

/** What of the model's parts one call takes. */
export interface Asking {
  readonly driver: ModelDriver;
  readonly redact: { readonly ips: boolean; readonly hosts: boolean };
}

/**
 * One call about a batch, with leave that was granted for it.
 * @param faults of an earlier answer, when this is its repair
 * @throws ModelError, and the signal's reason once it is aborted
 */
export async function askLabels(
  { driver, redact }: Asking,
  candidates: readonly Candidate[],
  leave: Leave,
  signal: AbortSignal,
  faults: readonly string[] = [],
): Promise<Said> {
  const { request, sent } = labelPrompt(candidates, redact, faults);
  let answer: ModelAnswer<LabelItems>;
  try {
    answer = await driver.classify(request, signal);
  } catch (thrown) {
    leave.done(outcomeOf(thrown, signal));
    if (!(thrown instanceof ModelError) || thrown.fault !== 'invalid') throw thrown;
    const fault = 'the answer was not JSON of the asked shape';
    return { labelled: [], unsure: [], failed: candidates.map((candidate) => ({ candidate, fault })) };
  }
  leave.done('ok', answer.usage);
  return sorted(judgeLabels(sent, answer.value));
}

function outcomeOf(thrown: unknown, signal: AbortSignal): CallOutcome {
  if (signal.aborted) return 'aborted';
  return thrown instanceof ModelError ? thrown.fault : 'failed';
}

function sorted(judgements: ReturnType<typeof judgeLabels>): Said {
  const labelled: { candidate: Candidate; label: Label }[] = [];
  const unsure: Candidate[] = [];
  const failed: { candidate: Candidate; fault: string }[] = [];
  for (const { template, judged } of judgements) {
    const { candidate } = template;
    if ('label' in judged) labelled.push({ candidate, label: judged.label });
    else if ('unsure' in judged) unsure.push(candidate);
    else failed.push({ candidate, fault: judged.fault });
  }
  return { labelled, unsure, failed };
}
