import { alarm, CALM, type AlarmState } from './alarm.ts';
import type { BucketScore } from './bucket-score.ts';
import type { ScoreSettings } from './settings.ts';

/** Expectation of a service's lines per bucket. */
export interface VolumeState {
  mean: number;
  variance: number;
  /** Buckets learnt from. */
  learnt: number;
  /** Buckets without a line, up to now. */
  silent: number;
  readonly alarm: AlarmState;
}

export function createVolume(): VolumeState {
  return { mean: 0, variance: 0, learnt: 0, silent: 0, alarm: { ...CALM } };
}

/**
 * Silence as improbable as e^-14 (about one in a million) scores 1: under a Poisson law n silent buckets have the
 * probability e^(-n × mean); a stream in bursts counts as that many times fewer independent lines (variance / mean).
 */
const SILENCE_EVIDENCE = 14;

/** Scores the bucket's lines against what was expected before it, then learns from it. */
export function scoreVolume(state: VolumeState, lines: number, settings: ScoreSettings): BucketScore {
  const { mean, variance } = state;
  const sigma = Math.sqrt(Math.max(mean + 0.5, variance));
  const width = Math.max(settings.minDeviation, settings.band * sigma);
  state.silent = lines === 0 ? state.silent + 1 : 0;
  const bounds = { y: lines, yhat: mean, lower: Math.max(0, mean - width), upper: mean + width };
  if (state.learnt < settings.warmupBuckets) {
    learn(state, lines - mean, settings);
    return { for: 'log_volume', score: 0, ...bounds };
  }
  const raw = Math.max(Math.abs(lines - mean) / width, silenceScore(state, settings));
  const score = alarm(state.alarm, raw, settings);
  if (raw > 1 || score > 1) learnBounded(state, lines - mean, sigma, settings);
  else learn(state, lines - mean, settings);
  return { for: 'log_volume', score, ...bounds };
}

function silenceScore({ silent, mean, variance }: VolumeState, settings: ScoreSettings): number {
  if (silent === 0 || mean < settings.minDeviation) return 0;
  const clumping = Math.max(1, variance / mean);
  return (silent * mean) / (clumping * SILENCE_EVIDENCE);
}

/** A plain mean over the first buckets, exponentially weighted after. */
function learn(state: VolumeState, deviation: number, settings: ScoreSettings): void {
  state.learnt++;
  const rate = Math.max(settings.learningRate, 1 / state.learnt);
  state.mean += rate * deviation;
  state.variance = (1 - rate) * (state.variance + rate * deviation * deviation);
}

/** An anomaly moves the mean by at most two sigma's worth and the spread not at all, so a new level is learnt in about an hour. */
function learnBounded(state: VolumeState, deviation: number, sigma: number, settings: ScoreSettings): void {
  const bounded = Math.max(-2 * sigma, Math.min(2 * sigma, deviation));
  state.mean = Math.max(0, state.mean + settings.learningRate * bounded);
}
