import type { ModelAnswer, ModelRequest, ModelUsage } from './driver.ts';
import { ModelError } from './model-error.ts';
import type { End } from './wire.ts';

/** Longest answer in characters; a model that repeats itself ends here. */
export const MAX_ANSWER = 262_144;

/**
 * The checked answer of a whole text.
 * @throws ModelError `blocked`, `empty`, `cut` or `invalid`
 */
export function readAnswer<Answer>(
  request: ModelRequest<Answer>,
  text: string,
  end: End | undefined,
  usage: ModelUsage | undefined,
): ModelAnswer<Answer> {
  assertWhole(text, end, request.maxTokens);
  const checked = request.check(objectIn(text));
  if (checked.ok) return { value: checked.value, text, usage };
  throw new ModelError('invalid', `The model's answer has not the asked shape: ${checked.message}.`, {
    text,
  });
}

function assertWhole(text: string, end: End | undefined, maxTokens: number): void {
  if (end?.why === 'filtered')
    throw new ModelError('blocked', `The vendor's filter stopped the answer (${end.word}).`);
  if (text.trim() === '') throw emptyError(end, maxTokens);
  if (end === undefined) throw new ModelError('cut', 'The answer broke off before its end.', { text });
  if (end.why === 'length' && !isWhole(text))
    throw new ModelError('invalid', `The answer was longer than ${maxTokens} tokens (${end.word}).`, {
      text,
    });
}

function emptyError(end: End | undefined, maxTokens: number): ModelError {
  if (end === undefined) return new ModelError('cut', 'The stream ended without an answer.');
  const because = end.why === 'length' ? `: its thoughts used up all ${maxTokens} tokens` : '';
  return new ModelError('empty', `The model said nothing (${end.word})${because}.`);
}

function isWhole(text: string): boolean {
  try {
    objectIn(text);
    return true;
  } catch {
    return false;
  }
}

/** The JSON of a text, also when it stands in a fence, after thoughts or among words. */
function objectIn(text: string): unknown {
  const from = text.lastIndexOf('</think>');
  const rest = from === -1 ? text : text.slice(from + 8);
  try {
    return JSON.parse(rest);
  } catch {
    return parsed(rest.slice(rest.indexOf('{'), rest.lastIndexOf('}') + 1), text);
  }
}

function parsed(json: string, text: string): unknown {
  try {
    return JSON.parse(json);
  } catch (thrown) {
    throw new ModelError('invalid', "The model's answer is not JSON.", { text, cause: thrown });
  }
}
