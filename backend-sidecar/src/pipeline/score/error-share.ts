import { alarm, CALM, type AlarmState } from './alarm.ts';
import type { BucketScore } from './bucket-score.ts';
import type { ScoreSettings } from './settings.ts';

/** What a service's share of error lines was: counts that fade, as the parameters of a Beta distribution. */
export interface ErrorShareState {
  errors: number;
  others: number;
  /** Buckets learnt from. */
  learnt: number;
  readonly alarm: AlarmState;
}

/** A weak belief of one error in a hundred lines before anything is seen. */
export function createErrorShare(): ErrorShareState {
  return { errors: 0.1, others: 9.9, learnt: 0, alarm: { ...CALM } };
}

/**
 * Scores the bucket's error lines against the Beta-binomial prediction for its number of lines (mean n·p, variance
 * n·p·q·(a+b+n)/(a+b+1)), then learns from it. Only more errors than expected are anomalous.
 */
export function scoreErrorShare(
  state: ErrorShareState,
  errors: number,
  lines: number,
  settings: ScoreSettings,
): BucketScore {
  const seen = state.errors + state.others;
  const share = state.errors / seen;
  const variance = (lines * share * (1 - share) * (seen + lines)) / (seen + 1);
  const width = Math.max(settings.minDeviation, settings.band * Math.sqrt(variance + 0.5));
  const upper = lines === 0 ? 1 : Math.min(1, share + width / lines);
  const bounds = { y: lines === 0 ? share : errors / lines, yhat: share, lower: 0, upper };
  const raw = Math.max(0, errors - lines * share) / width;
  const warm = state.learnt >= settings.warmupBuckets;
  const score = warm ? alarm(state.alarm, raw, settings) : 0;
  learn(state, errors, lines, score > 1 ? lines * share + width / settings.band : errors, settings);
  return { for: 'error_share', score, ...bounds };
}

/** `most` bounds what an anomalous bucket may teach. */
function learn(
  state: ErrorShareState,
  errors: number,
  lines: number,
  most: number,
  settings: ScoreSettings,
): void {
  if (lines === 0) return;
  const learnt = Math.min(errors, most);
  state.learnt++;
  state.errors = Math.max(0.1, state.errors * (1 - settings.learningRate) + learnt);
  state.others = Math.max(0.1, state.others * (1 - settings.learningRate) + lines - learnt);
}
