import type { Checked } from '@presage/contract';
import type { ModelRequest } from './driver.ts';

/** The smallest question that needs the key, the model and a structured answer. Thoughts need the room it leaves. */
export const HEALTH_REQUEST: ModelRequest<{ ok: boolean }> = {
  system: 'You are asked whether you can answer.',
  prompt: 'Answer {"ok": true}.',
  schema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  check: checkHealth,
  maxTokens: 1024,
};

function checkHealth(value: unknown): Checked<{ ok: boolean }> {
  const isOk = typeof value === 'object' && value !== null && 'ok' in value && value.ok === true;
  return isOk ? { ok: true, value: { ok: true } } : { ok: false, message: 'ok must be true' };
}
