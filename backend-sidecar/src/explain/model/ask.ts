import type { Leave, Refusal } from '../budget.ts';
import type { ModelDriver, ModelRequest } from '../drivers/driver.ts';
import { ModelError } from '../drivers/model-error.ts';
import type { ModelParts } from '../model-parts.ts';
import { checkSaid, partOf, SAID_SCHEMA, type Said } from './answer-shape.ts';
import { growing } from './growing.ts';
import { Ground, type Grounded } from './grounded.ts';
import type { Prompt } from './prompt.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';

/** Why the rules answer in place of the model, as a sentence for people. */
export class Declined extends Error {}

export interface Asking {
  readonly tenant: string;
  readonly prompt: Prompt;
  /** Milliseconds, monotonic. */
  elapsed(): number;
  /** Hears the answer as far as it has come. */
  tell(part: ReturnType<Ground['part']>): void;
}

export interface ModelSaid {
  readonly answer: Grounded;
  readonly logClass: Said['logClass'];
}

const MOST_TOKENS = 8192;
/** How long an explanation waits for another call to end. */
const WAIT_MS = 20_000;
/** After a call that hung, the next person shall not wait as long. */
const REST_MS = 60_000;
const REPAIR_SHOWN = 4000;
/** Nobody reads faster. */
const PARTIAL_EVERY_MS = 100;

/**
 * One answer that holds, by one call and at most one repair.
 * @throws Declined with the reason; the signal's reason when nobody waits any more
 */
export async function askModel(parts: ModelParts, asking: Asking, signal: AbortSignal): Promise<ModelSaid> {
  const ground = new Ground(asking.prompt.ids, asking.prompt.outgoing);
  const first = await attempt(parts, asking, ground, asking.prompt.text, signal);
  if ('answer' in first) return first;
  const again = await attempt(parts, asking, ground, repairOf(asking, first), signal);
  if ('answer' in again) return again;
  throw new Declined(`The model's answer could not be used, nor could its second: ${again.fault}`);
}

/** What is wrong with an answer, and its text. */
interface Broken {
  readonly fault: string;
  readonly text: string;
}

async function attempt(
  parts: ModelParts,
  asking: Asking,
  ground: Ground,
  prompt: string,
  signal: AbortSignal,
): Promise<ModelSaid | Broken> {
  const leave = await leaveFor(parts, asking.tenant, signal);
  try {
    const { value, text, usage } = await streamed(parts.explain, requestOf(prompt), ground, asking, signal);
    leave.done('ok', usage);
    const answer = ground.of(value);
    const fault = faultOf(value, answer);
    return fault === undefined ? { answer, logClass: value.logClass } : { fault, text };
  } catch (thrown) {
    leave.done(signal.aborted || !(thrown instanceof ModelError) ? 'aborted' : thrown.fault);
    signal.throwIfAborted();
    if (!(thrown instanceof ModelError)) throw thrown;
    if (thrown.fault === 'invalid') return { fault: thrown.message, text: thrown.text ?? '' };
    rest(parts, thrown);
    throw new Declined(thrown.message, { cause: thrown });
  }
}

function requestOf(prompt: string): ModelRequest<Said> {
  return {
    system: SYSTEM_PROMPT,
    prompt,
    schema: SAID_SCHEMA,
    check: checkSaid,
    maxTokens: MOST_TOKENS,
  };
}

async function streamed(
  driver: ModelDriver,
  request: ModelRequest<Said>,
  ground: Ground,
  asking: Asking,
  signal: AbortSignal,
) {
  let text = '';
  let toldAt = -Infinity;
  for await (const piece of driver.explain(request, signal)) {
    if (piece.type === 'answer') return piece;
    text += piece.text;
    if (asking.elapsed() - toldAt < PARTIAL_EVERY_MS) continue;
    const part = ground.part(partOf(growing(text)));
    if (Object.keys(part).length === 0) continue;
    toldAt = asking.elapsed();
    asking.tell(part);
  }
  throw new ModelError('cut', 'The stream ended without an answer.');
}

/** An answer that nothing which was sent bears out is none. */
function faultOf(said: Said, answer: Grounded): string | undefined {
  if (answer.what_happened === '') return 'what_happened is empty.';
  if (answer.evidence.length === 0) return 'evidence cites no id of the data.';
  if (said.causes.length > 0 && answer.likely_causes.length === 0) return 'No cause cites an id of the data.';
  return undefined;
}

function repairOf({ prompt }: Asking, { fault, text }: Broken): string {
  const shown = prompt.outgoing.text(text, REPAIR_SHOWN);
  return [
    prompt.text,
    `An earlier answer could not be used: ${prompt.outgoing.text(fault, 500)}`,
    `It was, as JSON text: ${JSON.stringify(shown)}`,
    'Answer again with one JSON object of the asked form. Cite only ids of the data.',
  ].join('\n');
}

/** Leave to call, when need be once another call has ended. */
async function leaveFor({ budget }: ModelParts, tenant: string, signal: AbortSignal): Promise<Leave> {
  const enough = AbortSignal.timeout(WAIT_MS);
  for (;;) {
    const taken = budget.take(tenant, 'explain');
    if (taken.granted) return taken;
    if (taken.window !== 'flight') throw new Declined(taken.reason);
    await freed(budget.freed(AbortSignal.any([signal, enough])), taken, signal);
  }
}

async function freed(waiting: Promise<void>, { reason }: Refusal, signal: AbortSignal): Promise<void> {
  try {
    await waiting;
  } catch (thrown) {
    signal.throwIfAborted();
    throw new Declined(reason, { cause: thrown });
  }
}

function rest({ budget }: ModelParts, { fault, message, retryAfter }: ModelError): void {
  const ms = fault === 'timeout' ? REST_MS : (retryAfter ?? 0) * 1000;
  if (ms > 0) budget.pause('explain', ms, message);
}
