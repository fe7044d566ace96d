import { PresageError } from '../../errors.ts';
import type { ModelDriver } from './driver.ts';
import { GEMINI_URL, type ThinkingLevel } from './gemini-format.ts';
import { GenaiWire } from './genai-wire.ts';
import { GenerativeAiWire } from './generative-ai-wire.ts';
import { OpenAiWire } from './openai-wire.ts';
import type { Waits } from './patience.ts';
import { WireDriver } from './wire-driver.ts';
import type { Wire } from './wire.ts';

/** Which model to ask, by which way. One driver is one model: classifying and explaining may take two. */
export interface DriverSettings {
  readonly kind: DriverKind;
  readonly model: string;
  /** Only `openai-compatible` does without. Never judged by its look. */
  readonly key?: string;
  /** Absent = Google's own for both Gemini kinds; `openai-compatible` needs one. */
  readonly baseUrl?: string;
  /** Gemini only; `LOW` when absent. */
  readonly thinkingLevel?: ThinkingLevel;
  readonly waits?: Partial<Waits>;
}

export const DRIVER_KINDS = ['genai', 'generative-ai', 'openai-compatible'] as const;
export type DriverKind = (typeof DRIVER_KINDS)[number];

/** Models of this machine load for minutes before their first word. */
const WAITS: Readonly<Record<DriverKind, Waits>> = {
  genai: { firstMs: 30_000, idleMs: 20_000, totalMs: 120_000 },
  'generative-ai': { firstMs: 30_000, idleMs: 20_000, totalMs: 120_000 },
  'openai-compatible': { firstMs: 120_000, idleMs: 60_000, totalMs: 300_000 },
};

/**
 * No call is made and no SDK loaded until the driver is asked.
 * @throws PresageError `bad_config` without the key or base URL that the kind needs
 */
export function openDriver(settings: DriverSettings): ModelDriver {
  const waits = { ...WAITS[settings.kind], ...settings.waits };
  return new WireDriver(openWire(settings), settings.model, waits, settings.key);
}

function openWire({ kind, model, key, baseUrl, thinkingLevel = 'LOW' }: DriverSettings): Wire {
  if (kind === 'openai-compatible')
    return new OpenAiWire({ model, key, baseUrl: needed(baseUrl, 'a base URL') });
  const options = { model, key: needed(key, 'a key'), baseUrl: baseUrl ?? GEMINI_URL, thinkingLevel };
  return kind === 'genai' ? new GenaiWire(options) : new GenerativeAiWire(options);
}

function needed(text: string | undefined, what: string): string {
  if (text) return text;
  throw new PresageError(
    'bad_config',
    `This model cannot be asked without ${what}: set one, or take another kind.`,
  );
}
