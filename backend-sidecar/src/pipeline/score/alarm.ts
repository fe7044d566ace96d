import type { ScoreSettings } from './settings.ts';

export interface AlarmState {
  /** Whether the last bucket was anomalous. */
  on: boolean;
  /** Buckets left in which a new anomaly needs more evidence. */
  cooldown: number;
}

export const CALM: Readonly<AlarmState> = { on: false, cooldown: 0 };

/** An anomaly that is on ends only below this score. */
const RELEASE = 0.7;
/** What an anomaly that is neither clear nor over is given. */
const HELD = 1.01;

/**
 * Turns a detector's raw score into the one that is reported, from past buckets only: an anomaly that is on holds until the
 * deviation is clearly gone (hysteresis), and soon after one ended another needs more (cool-down).
 */
export function alarm(state: AlarmState, raw: number, settings: ScoreSettings): number {
  if (state.on) {
    if (raw >= RELEASE) return Math.max(raw, HELD);
    state.on = false;
    state.cooldown = settings.cooldownBuckets;
    return raw;
  }
  const score = state.cooldown > 0 ? raw / settings.cooldownFactor : raw;
  if (state.cooldown > 0) state.cooldown--;
  state.on = score > 1;
  return score;
}
