import type { LogClass } from '@presage/contract';
import type { Opinion } from './model.ts';
import type { Wording } from './wording.ts';

/** A class by wording and model, and its share of all classes: what calibration turns into a confidence. */
export interface Settled {
  readonly class: LogClass;
  readonly share: number;
}

/**
 * Share of "needs action" from which it is said. Without a known word of trouble the model must be surer, because most lines
 * are normal; a known word of trouble takes much talking out of. A program that says "info" must be contradicted by more.
 */
const BOUND_WITHOUT_WORDS = 0.7;
const BOUND_WITH_WORDS = 0.3;
const BOUND_AT_INFO = 0.5;
/** What a known word of fault or caution multiplies the odds of incident against preventive action with, or divides. */
const WORD_ODDS = 20;

/** Against a level that says otherwise both must say so, a known word of trouble and the model. */
export function outweighsInfo({ class: shares }: Pick<Opinion, 'class'>, wording: Wording): boolean {
  return wording !== 'none' && 1 - shares.normal >= BOUND_AT_INFO;
}

/** What the wording and the model say together. */
export function settle({ class: shares }: Pick<Opinion, 'class'>, wording: Wording): Settled {
  const need = shares.incident + shares.preventive_action;
  const bound = wording === 'none' ? BOUND_WITHOUT_WORDS : BOUND_WITH_WORDS;
  if (need < bound) return { class: 'normal', share: shares.normal };
  const incident = need * part(shares.incident * oddsOf(wording), shares.preventive_action);
  return incident > need / 2
    ? { class: 'incident', share: incident }
    : { class: 'preventive_action', share: need - incident };
}

function oddsOf(wording: Wording): number {
  if (wording === 'none') return 1;
  return wording === 'caution' ? 1 / WORD_ODDS : WORD_ODDS;
}

function part(one: number, other: number): number {
  return one / (one + other);
}
