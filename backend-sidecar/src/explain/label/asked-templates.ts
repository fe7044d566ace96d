import { CATEGORIES, CLASSES, SEVERITIES } from '@presage/contract';
import type { LlmFile } from '../llm-file.ts';
import type { Label } from './label.ts';

/** An answer is used again for so long; a template that comes back after that is asked about anew. */
const KEPT_MS = 400 * 86_400_000;
/** What got no answer that holds is not asked about again before. */
export const COOL_DOWN_MS = 7 * 86_400_000;

/** What is known of a template that was asked about; `label` undefined = no answer that is used. */
export interface Asked {
  readonly label: Label | undefined;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
}

/** Which templates were asked about, by the key of all that the answer depends on. Outlives the process. */
export class AskedTemplates {
  readonly #file: LlmFile;

  constructor(file: LlmFile, nowMs: number) {
    this.#file = file;
    file.run('DELETE FROM asked WHERE again_ms <= ?', nowMs);
  }

  /** Undefined = to be asked. */
  find(key: string, nowMs: number): Asked | undefined {
    const [row] = this.#file.rows('SELECT again_ms, answer FROM asked WHERE key = ?', key);
    const untilMs = Number(row?.['again_ms'] ?? 0);
    if (row === undefined || untilMs <= nowMs) return undefined;
    const text = String(row['answer']);
    if (text === '') return { label: undefined, untilMs };
    const label = labelIn(text);
    return label === undefined ? undefined : { label, untilMs };
  }

  /** An answer that holds. */
  keep(key: string, label: Label, nowMs: number): void {
    this.#put(key, nowMs + KEPT_MS, JSON.stringify(label));
  }

  /** The model was not sure, or its answer did not hold. */
  rest(key: string, nowMs: number): void {
    this.#put(key, nowMs + COOL_DOWN_MS, '');
  }

  #put(key: string, againMs: number, answer: string): void {
    this.#file.run('REPLACE INTO asked VALUES (?, ?, ?)', key, againMs, answer);
  }
}

/** Undefined for what is none: it is asked about anew. */
function labelIn(text: string): Label | undefined {
  try {
    const { class: logClass, severity, category, confidence } = JSON.parse(text) as Label;
    const isWhole =
      CLASSES.includes(logClass) && SEVERITIES.includes(severity) && CATEGORIES.includes(category);
    return isWhole ? { class: logClass, severity, category, confidence } : undefined;
  } catch {
    return undefined;
  }
}
